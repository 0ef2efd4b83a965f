update posting_records
set
    first_seen = staged.kept_first_seen,
    last_seen = staged.kept_last_seen,
    versions = staged.kept_versions,
    wording_since = staged.wording_since,
    wording_until = staged.wording_until
from staged
where staged.posting_id = posting_records.posting_id
    and staged.outcome = 'unchanged'
    and (staged.kept_first_seen, staged.kept_last_seen, staged.kept_versions, staged.wording_since,
        staged.wording_until)
    is distinct from
    (posting_records.first_seen, posting_records.last_seen, posting_records.versions, posting_records.wording_since,
        posting_records.wording_until);
