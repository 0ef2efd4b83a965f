-- What each label of one week had to pass, in tech and in ML and data roles, in the order in which it is asked.
select skill_id, population, gate, value, threshold, passed
from trend_gates
where as_of_week = $week and population in ('tech', 'ml')
order by skill_id, population desc, rowid
