-- The weekly shares of the 26 weeks of the test, oldest first.
select week, share, share_low, share_high, openings, mentioning, employers, complete
from weekly_demand
where skill_id = $skill and population = $population and week between $week::date - 175 and $week
order by week
