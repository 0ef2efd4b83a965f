-- The postings of employers of whom something moved, in slices of whole employers that fit into memory.
create or replace temp table posted as
with mine as (
    select
        p.employer_key,
        r.role,
        p.posting_id,
        spans.dated_on,
        spans.active_until,
        p.copy_key,
        coalesce(p.text_hash, r.title_hash) as text_hash,
        lower(p.title) as title,
        lower(p.location) as location,
        r.extractor_version,
        case when known.text_hash = coalesce(p.text_hash, r.title_hash) then known.signature end as signature
    from posting_records as p
    semi join moved_employers as m on m.employer_key = p.employer_key
    inner join posting_readings as r on r.posting_id = p.posting_id
    inner join posting_spans as spans on spans.posting_id = p.posting_id
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
),
asked as (
    select m.document_id as posting_id, list(distinct hash(m.skill_id)) as skills
    from mentions as m
    semi join mine on mine.posting_id = m.document_id
    where m.document_kind = 'posting'
    group by m.document_id
)
select slices.slice, mine.*, coalesce(asked.skills, []) as skills
from mine
inner join slices on slices.employer_key = mine.employer_key
left join asked on asked.posting_id = mine.posting_id
order by slices.slice, mine.employer_key, mine.role, mine.dated_on, mine.posting_id;
