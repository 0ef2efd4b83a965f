delete from opening_members
using openings, moved_employers
where openings.opening_id = opening_members.opening_id and moved_employers.employer_key = openings.employer_key;

delete from openings using moved_employers where moved_employers.employer_key = openings.employer_key;

delete from posting_signatures using moved_employers where moved_employers.employer_key = posting_signatures.employer_key;

insert into opening_members by name select posting_id, opening_id from clustered;

insert into posting_signatures by name
select posting_id, employer_key, text_hash, role, dated_on, signature, location from clustered;

insert into openings by name
select
    opening_id,
    any_value(employer_key) as employer_key,
    any_value(role) as role,
    arg_min(posting_id, (dated_on, posting_id)) as lead_posting_id,
    min(dated_on) as first_on,
    max(dated_on) as last_on,
    count(*)::integer as postings,
    any_value(readvertised) as readvertised,
    any_value(cluster_id) as cluster_id
from clustered
group by opening_id;
