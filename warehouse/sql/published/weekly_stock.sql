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
spans as (
    select
        m.opening_id, o.is_assumed,
        date_trunc('week', o.open_from + 6)::date as first_monday,
        date_trunc('week', least(o.open_to, getvariable('as_of')))::date as last_monday
    from (from listed union all from others) as o
    inner join opening_members as m on m.posting_id = o.posting_id
    where date_trunc('week', o.open_from + 6) <= date_trunc('week', least(o.open_to, getvariable('as_of')))
),
-- Each opening's Mondays once, and once more those of its postings on boards: `steps` counts starts and ends, since a
-- row for every Monday of every opening would grow with the age of what stands open.
counted as (
    select opening_id, first_monday, last_monday, false as is_listed from spans
    union all
    select opening_id, first_monday, last_monday, true from spans where not is_assumed
),
spaced as (
    select
        *,
        coalesce(first_monday > max(last_monday) over (
            partition by opening_id, is_listed
            order by first_monday, last_monday
            rows between unbounded preceding and 1 preceding
        ), true) as is_start
    from counted
),
stretches as (
    select *, count(*) filter (is_start) over (
        partition by opening_id, is_listed order by first_monday, last_monday rows unbounded preceding
    ) as stretch
    from spaced
),
merged as (
    select opening_id, is_listed, min(first_monday) as first_monday, max(last_monday) as last_monday
    from stretches
    group by opening_id, is_listed, stretch
),
steps as (
    select opening_id, is_listed, first_monday as week, 1 as step from merged
    union all
    select opening_id, is_listed, last_monday + 7, -1 from merged
),
changes as (
    select
        f.role_family, f.role, f.country_group, coalesce(f.workplace, 'not stated') as workplace, f.seniority, s.week,
        coalesce(sum(s.step) filter (not s.is_listed), 0) as openings,
        coalesce(sum(s.step) filter (s.is_listed), 0) as listed
    from steps as s
    inner join snapshot.opening_facts as f on f.opening_id = s.opening_id
    group by all
),
levels as (
    select
        role_family, role, country_group, workplace, seniority, week,
        sum(openings) over cell as openings,
        sum(listed) over cell as listed,
        lead(week) over cell as until
    from changes
    window cell as (partition by role_family, role, country_group, workplace, seniority order by week)
)
select
    unnest(generate_series(week, until - 7, interval 7 days))::date as week,
    role_family, role, country_group, workplace, seniority,
    openings::integer as openings,
    (openings - listed)::integer as assumed
from levels
where openings > 0
order by all;
