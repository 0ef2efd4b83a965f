-- Postings of which the service says on which day they were taken down.
update posting_records as p
set closed_on = i.removed_on
from incoming as i
where i.posting_id = p.posting_id and not p.is_starter and p.closed_on is distinct from i.removed_on;
