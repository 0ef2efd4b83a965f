-- Postings that are new, reworded, re-dated, moved or read anew since they were last clustered, and postings that
-- are gone; every posting where the rules are not those of the last time.
create or replace temp table moved_postings as
with present as (
    select
        p.posting_id, p.employer_key, coalesce(p.text_hash, r.title_hash) as text_hash, r.role,
        coalesce(p.posted_on, p.first_seen) as dated_on,
        lower(p.location) as location, r.extractor_version
    from posting_records as p
    inner join posting_readings as r on r.posting_id = p.posting_id
)
select present.posting_id, present.employer_key, known.employer_key as old_employer_key
from present
full join posting_signatures as known on known.posting_id = present.posting_id
where
    not exists (select 1 from opening_rules where version = $rules)
    or (present.employer_key, present.text_hash, present.role, present.dated_on, present.location, present.extractor_version)
    is distinct from
    (known.employer_key, known.text_hash, known.role, known.dated_on, known.location, known.extractor_version);
