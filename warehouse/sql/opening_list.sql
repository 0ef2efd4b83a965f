-- One order for openings here and in opening_pairs.sql: by week, then id.
select
    date_diff('day', date '1970-01-05', f.week) // 7 as week_number,
    f.source,
    f.role,
    f.role_family,
    coalesce(nullif(f.employer_key, ''), f.opening_id) as employer,
    coalesce(strlen(p.text), 0) as length
from opening_facts as f
left join openings as o on o.opening_id = f.opening_id
left join posting_records as p on p.posting_id = o.lead_posting_id
where f.week <= $last_week
order by f.week, f.opening_id
