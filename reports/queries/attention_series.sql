-- One row a skill: its weekly shares of papers or of posts as parallel lists, oldest first; none below 30 documents.
select
    skill_id,
    list(week order by week) as weeks,
    list(case when documents >= 30 then share end order by week) as shares,
    list(share_low order by week) as lows,
    list(share_high order by week) as highs
from weekly_attention
where kind = $kind and week between $first_week and $week
group by skill_id
