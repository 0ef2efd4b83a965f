update posting_records
set
    first_seen = staged.kept_first_seen,
    last_seen = staged.kept_last_seen,
    closed_on = case when staged.kept_last_seen > posting_records.closed_on then null else posting_records.closed_on end
from staged
where staged.posting_id = posting_records.posting_id
    and staged.outcome = 'unchanged'
    and (staged.kept_first_seen <> posting_records.first_seen or staged.kept_last_seen <> posting_records.last_seen
        or posting_records.closed_on is not null);
