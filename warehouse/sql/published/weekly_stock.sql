-- Openings that stand open on a Monday. What a board lists is known from its first reading to its last; before the
-- first only the long-lived are known. What never closes (threads, files, aggregators) is taken as open for six weeks
-- from its date, longer where it was still seen (six weeks of silence also end an opening: docs/openings.md).
with boards as (
    select source, board, min(read_on) as first_read_on, max(read_on) as last_read_on
    from board_readings
    where outcome <> 'incomplete' and read_on <= getvariable('as_of')
    group by source, board
),
listed as (
    select
        s.posting_id, greatest(s.opened_on, b.first_read_on) as open_from,
        coalesce(s.closed_on - 1, greatest(s.seen_to, b.last_read_on)) as open_to, false as is_assumed
    from open_spells as s
    inner join posting_records as p on p.posting_id = s.posting_id
    inner join boards as b on b.source = p.source and b.board = p.board
),
others as (
    select posting_id, dated_on as open_from, greatest(dated_on + 41, active_until) as open_to, true as is_assumed
    from posting_spans
    anti join listed on listed.posting_id = posting_spans.posting_id
),
mondays as (
    select
        m.opening_id, o.is_assumed,
        unnest(generate_series(
            date_trunc('week', o.open_from + 6), least(o.open_to, getvariable('as_of'))::timestamp, interval 7 days
        ))::date as week
    from (from listed union all from others) as o
    inner join opening_members as m on m.posting_id = o.posting_id
),
standing as (
    select opening_id, week, bool_and(is_assumed) as is_assumed
    from mondays
    group by opening_id, week
)
select
    s.week, f.role_family, f.role, f.country_group, coalesce(f.workplace, 'not stated') as workplace, f.seniority,
    count(*)::integer as openings,
    count(*) filter (s.is_assumed)::integer as assumed
from standing as s
inner join snapshot.opening_facts as f on f.opening_id = s.opening_id
group by all
order by all;
