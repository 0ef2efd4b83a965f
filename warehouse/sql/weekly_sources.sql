insert into weekly_sources by name
with spans as (
    select source, min(week) as first_week
    from source_weeks
    where week <= $week
    group by source
),
weeks as (
    select source, unnest(generate_series(first_week, $week::date, interval 7 day))::date as week
    from spans
)
select
    w.week,
    w.source,
    coalesce(s.postings, 0)::integer as postings,
    coalesce(s.openings, 0)::integer as openings,
    case when s.postings > 0 then greatest(0.0, 1.0 - s.openings / s.postings) end as duplicate_share,
    true as complete,
    null::varchar as note
from weeks as w
left join source_weeks as s on s.source = w.source and s.week = w.week
order by w.week, w.source
