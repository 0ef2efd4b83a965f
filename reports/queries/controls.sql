-- How often the rules called a trend where there should be none.
select population, control, skills, labelled, below_05
from negative_controls
where as_of_week = $week and population in ('tech', 'ml')
order by population desc, control desc
