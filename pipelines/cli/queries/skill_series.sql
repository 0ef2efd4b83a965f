-- One skill's weekly shares, oldest first.
select week, population, share, share_low, share_high, openings, mentioning, complete
from weekly_demand
where skill_id = $skill and population in ('tech', 'ml') and week <= $week and week > $week::date - 728
order by list_position(['tech', 'ml'], population), week
