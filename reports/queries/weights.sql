-- The fixed weights of the cells for one week.
select source, role_family, weight
from cell_weights
where as_of_week = $week
order by weight desc, source, role_family
