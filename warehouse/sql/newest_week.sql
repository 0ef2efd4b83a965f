-- The newest week with an opening of a tech role, and whether only monthly sources brought any in the four weeks up to it.
with openings as (
    select week, source
    from opening_facts
    where week <= $week and role_family in ('ml', 'software')
),
newest as (
    select max(week) as week
    from openings
)
select n.week, coalesce(bool_and(coalesce(s.cadence, 'continuous') = 'monthly'), true) as is_monthly
from newest as n
left join openings as o on o.week between n.week - 21 and n.week
left join (select distinct source, cadence from source_weeks) as s on s.source = o.source
group by n.week
