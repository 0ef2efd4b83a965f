-- Employers with a posting that is new, gone, reworded, re-dated, moved or read as another role since it was last clustered.
create or replace temp table moved_employers as
with present as (
    select
        p.posting_id, p.employer_key, p.text_hash, r.role, coalesce(p.posted_on, p.first_seen) as dated_on,
        lower(p.location) as location
    from posting_records as p
    inner join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
),
moved as (
    (select posting_id, employer_key, text_hash, role, dated_on, location from present
    except all
    select posting_id, employer_key, text_hash, role, dated_on, location from posting_signatures)
    union all
    (select posting_id, employer_key, text_hash, role, dated_on, location from posting_signatures
    except all
    select posting_id, employer_key, text_hash, role, dated_on, location from present)
)
select distinct employer_key from moved;
