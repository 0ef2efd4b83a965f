-- What each source gave in the last weeks, newest first.
select week, source, postings, openings, duplicate_share, complete, note
from weekly_sources
where week between $first_week and $week
order by week desc, source
