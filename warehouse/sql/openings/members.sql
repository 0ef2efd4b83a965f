-- The postings of those employers, in the order in which they are clustered.
-- `active_until`: a board's ad is there until it was last seen; a post in a monthly thread only on its day.
with sole as (
    select p.employer_key, count(*) = 1 as is_sole
    from posting_records as p
    semi join moved_employers as m on m.employer_key = p.employer_key
    semi join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
    group by p.employer_key
)
select
    p.employer_key,
    r.role,
    p.posting_id,
    coalesce(p.posted_on, p.first_seen) as dated_on,
    case
        when p.is_starter or p.board in ('import', 'whoishiring') or s.cadence = 'monthly'
            then coalesce(p.posted_on, p.first_seen)
        else greatest(p.posted_on, coalesce(p.closed_on, p.last_seen))
    end as active_until,
    p.copy_key,
    p.text_hash,
    case when known.text_hash = p.text_hash then known.signature end as signature,
    lower(p.title) as title,
    lower(p.location) as location,
    sole.is_sole
from posting_records as p
inner join sole on sole.employer_key = p.employer_key
inner join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
left join sources as s on s.source = p.source
left join posting_signatures as known on known.posting_id = p.posting_id
order by p.employer_key, r.role, dated_on, p.posting_id;
