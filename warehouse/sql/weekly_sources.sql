insert into weekly_sources by name
with spans as (
    select source, min(week) as first_week
    from source_weeks
    where week <= $week
    group by source
),
counted as (
    select s.source, s.week, s.postings, s.openings + coalesce(t.openings, 0) as openings
    from source_weeks as s
    left join (select source, week, count(*) as openings from title_openings group by source, week) as t
        on t.source = s.source and t.week = s.week
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
left join counted as s on s.source = w.source and s.week = w.week
order by w.week, w.source
