select as_of_week, kind, skill_id, weeks, lag_weeks, lag_low, lag_high, correlation, p_value, q_value, finding
from lead_lag
where as_of_week + 6 <= getvariable('as_of')
order by as_of_week, kind, q_value, skill_id;
