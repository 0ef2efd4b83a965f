insert into quarantine by name
select i.source, i.url, i.reason, i.detail, i.remedy, $seen_at::timestamp as seen_at, $raw_id::varchar as raw_id
from incoming as i
where not exists (
    select 1
    from quarantine as q
    where q.source = i.source and q.url is not distinct from i.url
        and q.reason = i.reason and q.detail is not distinct from i.detail
);
