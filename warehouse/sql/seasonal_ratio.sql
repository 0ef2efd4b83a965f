update skill_trends
set seasonal_ratio = $ratio
where as_of_week = $week and population = $population and skill_id = $skill_id
