-- The same skill in papers and posts, in the last week that each kind has; of less than 30 documents no share is given.
with newest as (
    select kind, max(week) as week
    from weekly_attention
    where week <= $week
    group by kind
)

select
    a.kind, a.week, a.documents, a.mentioning, case when a.documents >= 30 then a.share end as share,
    case when a.documents >= 30 then a.share_low end as share_low,
    case when a.documents >= 30 then a.share_high end as share_high
from weekly_attention as a
inner join newest as n on n.kind = a.kind and n.week = a.week
where a.skill_id = $skill
order by a.kind
