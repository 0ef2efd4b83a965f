-- Rows that could not be read, counted by source and reason.
select source, reason, count(*) as rows, max(seen_at) as last_seen_at
from quarantine
where cast(seen_at as date) <= $as_of
group by source, reason
order by rows desc, source, reason
