select opening_id, 'tech' as population from openings where text_read and role_family in ('ml', 'software')
union all
select opening_id, 'ml' as population from openings where text_read and role_family = 'ml'
union all
select opening_id, role as population
from openings
where text_read and role in (select distinct population from population_weeks)
