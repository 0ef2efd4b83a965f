-- The last week with labels whose Sunday is not after the day taken as today.
select max(as_of_week) as week
from skill_trends
where $as_of::date is null or as_of_week + 6 <= $as_of::date
