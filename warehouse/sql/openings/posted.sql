-- The postings of employers of whom something moved, in slices of whole employers that fit into memory.
create or replace temp table posted as
with mine as (
    select
        p.employer_key,
        r.role,
        p.posting_id,
        coalesce(p.posted_on, p.first_seen) as dated_on,
        p.copy_key,
        p.text_hash,
        lower(p.title) as title,
        lower(p.location) as location,
        r.extractor_version,
        case when known.text_hash = p.text_hash then known.signature end as signature
    from posting_records as p
    semi join moved_employers as m on m.employer_key = p.employer_key
    inner join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
    left join posting_signatures as known on known.posting_id = p.posting_id
),
sizes as (
    select employer_key, count(*) as postings
    from mine
    group by employer_key
),
slices as (
    select employer_key, (sum(postings) over (order by employer_key) // $slice)::integer as slice
    from sizes
)
select slices.slice, mine.*
from mine
inner join slices on slices.employer_key = mine.employer_key
order by slices.slice, mine.employer_key, mine.role, mine.dated_on, mine.posting_id;
