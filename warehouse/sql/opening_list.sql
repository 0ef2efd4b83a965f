-- One order for openings here and in opening_pairs.sql: by week, then id. What was open already when its board was first
-- read has outlived others of its age, which nobody saw.
with read_from as (
    select source, board, min(read_on) as first_read_on
    from board_readings
    group by source, board
)
select
    date_diff('day', date '1970-01-05', f.week) // 7 as week_number,
    f.source,
    f.role,
    f.role_family,
    coalesce(nullif(f.employer_key, ''), f.opening_id) as employer,
    coalesce(strlen(p.text), 0) as length,
    coalesce(f.posted_on < r.first_read_on - $survivor_days::integer, false) as is_survivor
from opening_facts as f
left join openings as o on o.opening_id = f.opening_id
left join posting_records as p on p.posting_id = o.lead_posting_id
left join read_from as r on r.source = p.source and r.board = p.board
where f.week <= $last_week
order by f.week, f.opening_id
