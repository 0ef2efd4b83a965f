-- The gates of one label, in the order in which they are asked.
select gate, value, threshold, passed
from trend_gates
where as_of_week = $week and population = $population and skill_id = $skill
order by rowid
