-- What was found within employers takes the place of what was known of them.
create or replace temp table touched_openings as
select distinct m.opening_id
from opening_members as m
inner join posting_signatures as s on s.posting_id = m.posting_id
semi join moved_employers as e on e.employer_key = s.employer_key;

delete from posting_signatures using moved_employers where moved_employers.employer_key = posting_signatures.employer_key;

insert into posting_signatures by name
select
    posting_id, employer_key, text_hash, role, dated_on, signature, location, extractor_version, cluster_id, alike_to, likeness,
    reason
from placed;
