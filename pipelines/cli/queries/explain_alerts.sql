-- Alarms on the weekly share in the 26 weeks that the label rests on.
select week, direction, began_on, statistic, decision_limit
from share_alerts
where population = $population and skill_id = $skill and week between $week::date - interval 25 week and $week
order by week, direction
