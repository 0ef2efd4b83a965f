-- The same skill in papers and posts, in the last week that each kind has.
with newest as (
    select kind, max(week) as week
    from weekly_attention
    where week <= $week
    group by kind
)

select a.kind, a.week, a.documents, a.mentioning, a.share, a.share_low, a.share_high
from weekly_attention as a
inner join newest as n on n.kind = a.kind and n.week = a.week
where a.skill_id = $skill
order by a.kind
