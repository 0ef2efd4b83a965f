select source, cadence, week, postings
from source_weeks
where week <= $last_week
