-- Where the change of the plain share came from.
select * exclude (as_of_week, population, skill_id)
from skill_decomposition
where as_of_week = $week and population = $population and skill_id = $skill
