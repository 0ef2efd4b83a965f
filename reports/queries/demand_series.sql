-- One row a skill: its weekly shares as parallel lists, oldest first.
select
    skill_id,
    list(week order by week) as weeks,
    list(case when coalesce(n_effective, 30) >= 30 then share end order by week) as shares,
    list(share_low order by week) as lows,
    list(share_high order by week) as highs
from weekly_demand
where population = $population and week between $first_week and $week
group by skill_id
