-- One skill's weekly shares, oldest first; of less than 30 effective openings no share is given.
with weeks as (
    select *, coalesce(n_effective, 30) >= 30 as is_enough
    from weekly_demand
    where skill_id = $skill and population in ('tech', 'ml') and week <= $week and week > $week::date - 728
)

select
    week, population, case when is_enough then share end as share, case when is_enough then share_low end as share_low,
    case when is_enough then share_high end as share_high, openings, mentioning, complete
from weeks
order by list_position(['tech', 'ml'], population), week
