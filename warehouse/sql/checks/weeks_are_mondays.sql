-- a week that does not begin on a Monday
select count(*)
from (
    select week from weekly_demand
    union all select week from weekly_attention
    union all select as_of_week from skill_trends
    union all select as_of_week from guide_scorecard
    union all select first_week from openings
    union all select last_week from openings
)
where isodow(week) <> 1;
