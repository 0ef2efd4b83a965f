-- The label of one skill in one population and week, with everything stored beside it.
select * exclude (as_of_week, population, skill_id)
from skill_trends
where as_of_week = $week and population = $population and skill_id = $skill
