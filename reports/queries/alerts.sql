-- Alarms on weekly shares in the 26 weeks that labels rest on, in tech and in ML and data roles.
select population, skill_id, week, direction, began_on, statistic, decision_limit
from share_alerts
where week between $week::date - interval 25 week and $week and population in ('tech', 'ml')
order by population desc, skill_id, week, direction
