-- The wordings that are not the present one: what gives way now, and what comes late from an earlier day.
insert into former_wordings by name
select
    p.posting_id, p.text_hash, p.employer, p.title, p.text, p.url, p.posted_on, p.location,
    coalesce(p.wording_since, p.first_seen) as seen_from, coalesce(p.wording_until, p.last_seen) as seen_to, p.raw_id
from staged as s
inner join posting_records as p on p.posting_id = s.posting_id
where s.text_differs and not s.is_stale and p.text_hash is not null;

delete from former_wordings
using staged as s
where s.posting_id = former_wordings.posting_id and s.text_hash = former_wordings.text_hash
    and s.text_differs and not s.is_stale and s.is_former;

update former_wordings
set seen_from = least(seen_from, s.seen_on), seen_to = greatest(seen_to, s.seen_on)
from staged as s
where s.posting_id = former_wordings.posting_id and s.text_hash = former_wordings.text_hash
    and s.text_differs and s.is_stale and s.is_former;

insert into former_wordings by name
select
    s.posting_id, s.text_hash, s.employer, s.title, s.text, s.url, s.posted_on, s.location,
    s.seen_on as seen_from, s.seen_on as seen_to, s.raw_id
from staged as s
where s.text_differs and s.is_stale and not s.is_former;
