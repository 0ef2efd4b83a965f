-- All advertisements by the source that leads them, and those of them whose text was read, in the four weeks up to each.
-- The same openings as those of the shares: without survivors of the time before their board was first read.
insert into weekly_ads by name
with read_from as (
    select source, board, min(read_on) as first_read_on
    from board_readings
    group by source, board
),
found as (
    select f.source, p.board, f.role, f.role_family, f.posted_on, f.week, true as has_text
    from opening_facts as f
    left join openings as o on o.opening_id = f.opening_id
    left join posting_records as p on p.posting_id = o.lead_posting_id
    union all
    select source, board, role, role_family, posted_on, week, false
    from title_openings
    where not has_text_elsewhere
),
counted as (
    select
        f.week, f.source, f.role, f.role_family, count(*) as openings, count(*) filter (f.has_text) as openings_with_text
    from found as f
    left join read_from as r on r.source = f.source and r.board = f.board
    where f.role_family in ('ml', 'software') and f.week <= $week
        and not coalesce(f.posted_on < r.first_read_on - $survivor_days::integer, false)
    group by all
),
-- Each week counts in its own window and the three after: a join on ranges would be slow.
ahead as (
    select
        unnest([week, week + 7, week + 14, week + 21]) as week, source, role, role_family, openings, openings_with_text
    from counted
),
members as (
    select week, unnest(['tech', case when role_family = 'ml' then 'ml' end, role]) as population, source, openings, openings_with_text
    from ahead
    where week <= $week
)
select
    week, population, source, sum(openings)::integer as openings, sum(openings_with_text)::integer as openings_with_text
from members
semi join (select unnest($populations::varchar[]) as wanted) as p on p.wanted = members.population
group by week, population, source
order by population, week, source
