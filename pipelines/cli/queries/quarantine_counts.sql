-- How many rows of each source were set aside, by reason.
select source, reason, count(*) as rows, max(seen_at) as last_seen
from quarantine
group by source, reason
order by source, rows desc, reason
