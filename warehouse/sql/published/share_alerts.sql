select population, skill_id, week, direction, began_on, statistic, decision_limit
from share_alerts
where week + 6 <= getvariable('as_of')
order by population, week, skill_id, direction;
