-- Seniority and workplace of every role's openings of the last year, among tech roles.
with read as (
    select opening_id, min(role) as role, min(seniority) as seniority, min(workplace) as workplace
    from postings
    where role_family in ('ml', 'software') and coalesce(posted_on, first_seen) between $first_day and $last_day
    group by opening_id
)
select
    role,
    count(*) as openings,
    count(*) filter (where seniority = 'intern') as intern,
    count(*) filter (where seniority = 'junior') as junior,
    count(*) filter (where seniority = 'mid') as mid,
    count(*) filter (where seniority = 'senior') as senior,
    count(*) filter (where seniority = 'lead') as lead,
    count(*) filter (where seniority = 'unspecified') as unspecified,
    count(*) filter (where workplace = 'remote') as remote,
    count(*) filter (where workplace = 'hybrid') as hybrid,
    count(*) filter (where workplace = 'onsite') as onsite,
    count(*) filter (where workplace is null) as unstated
from read
group by role
order by role
