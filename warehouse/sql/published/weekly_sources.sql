select week, source, postings, openings, duplicate_share, complete, note
from weekly_sources
where week + 6 <= getvariable('as_of')
order by source, week;
