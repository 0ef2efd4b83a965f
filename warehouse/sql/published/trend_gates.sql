select as_of_week, population, skill_id, gate, value, threshold, passed
from trend_gates
where as_of_week + 6 <= getvariable('as_of')
order by population, skill_id, rowid;
