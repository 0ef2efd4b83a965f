delete from posting_records
using staged
where staged.posting_id = posting_records.posting_id and staged.outcome in ('new', 'changed');

insert into posting_records by name
select
    * exclude (
        outcome, kept_first_seen, kept_last_seen, kept_versions, is_stale, text_differs, is_former, seen_on
    ),
    kept_first_seen as first_seen,
    kept_last_seen as last_seen,
    kept_versions as versions
from staged
where outcome in ('new', 'changed');
