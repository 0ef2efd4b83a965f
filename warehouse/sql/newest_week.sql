-- The newest week with an opening of a tech role.
select max(week)
from opening_facts
where week <= $week and role_family in ('ml', 'software')
