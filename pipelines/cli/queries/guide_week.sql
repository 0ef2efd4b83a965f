select max(as_of_week) as week
from guide_scorecard
where as_of_week <= $week
