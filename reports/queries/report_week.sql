-- The last week with labels that had closed by the given day.
select max(as_of_week) as week
from skill_trends
where as_of_week + interval 6 day <= $as_of
