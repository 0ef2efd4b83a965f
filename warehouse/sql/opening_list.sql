-- One order for openings here and in opening_pairs.sql: by week, then id.
select
    date_diff('day', date '1970-01-05', week) // 7 as week_number,
    source,
    role,
    role_family,
    coalesce(nullif(employer_key, ''), opening_id) as employer
from opening_facts
where week <= $last_week
order by week, opening_id
