-- The weights in force in a week, and the openings of the last 26 weeks behind each cell.
with weights as (
    select source, role_family, weight
    from cell_weights
    where as_of_week = (select max(as_of_week) from cell_weights where as_of_week <= $week)
        and ($population <> 'ml' or role_family = 'ml')
),
counted as (
    select p.source, o.role_family, count(distinct o.opening_id) as openings
    from openings as o
    inner join postings as p on p.opening_id = o.opening_id
    where o.text_read and o.first_week between $week::date - 175 and $week
    group by p.source, o.role_family
)
select w.source, w.role_family, w.weight, coalesce(c.openings, 0) as openings
from weights as w
left join counted as c on c.source = w.source and c.role_family = w.role_family
order by w.weight desc, w.source, w.role_family
