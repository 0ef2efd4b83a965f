-- All advertisements of a week by source, and those with a text.
select a.population, a.source, coalesce(s.title, a.source) as title, a.openings, a.openings_with_text
from weekly_ads as a
left join sources as s on s.source = a.source
where a.week = $week and a.population in ('tech', 'ml')
order by a.population = 'ml', a.openings desc, a.source
