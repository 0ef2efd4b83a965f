-- Postings of each source by week. What was brought in from files has a rhythm, but no next week to wait for.
with from_files as (
    select source
    from posting_records
    group by source
    having bool_and(board = 'import')
)
select w.source, case when f.source is null then w.cadence else 'file' end as cadence, w.week, w.postings
from source_weeks as w
left join from_files as f on f.source = w.source
where w.week <= $last_week
