delete from openings using touched_openings as t where t.opening_id = openings.opening_id;

delete from openings using formed as f where f.old_id = openings.opening_id;

delete from opening_members using touched_openings as t where t.opening_id = opening_members.opening_id;

delete from opening_members using formed as f where f.posting_id = opening_members.posting_id;

insert into opening_members by name
select f.posting_id, n.opening_id
from formed as f
inner join named as n on n.component_id = f.component_id and n.event = f.event;

insert into openings by name
select
    n.opening_id,
    arg_min(f.employer_key, (f.dated_on, f.posting_id)) as employer_key,
    any_value(f.role) as role,
    arg_min(f.posting_id, (f.dated_on, f.posting_id)) as lead_posting_id,
    min(f.dated_on) as first_on,
    max(f.dated_on) as last_on,
    count(*)::integer as postings,
    f.event > 0 as readvertised,
    f.component_id as cluster_id
from formed as f
inner join named as n on n.component_id = f.component_id and n.event = f.event
group by n.opening_id, f.event, f.component_id;
