-- One row a skill: who asks for it in the openings of the last year, among tech roles.
with read as (
    select opening_id, min(employer) as employer, min(seniority) as seniority, min(workplace) as workplace
    from postings
    where role_family in ('ml', 'software') and coalesce(posted_on, first_seen) between $first_day and $last_day
    group by opening_id
), asked as (
    select
        p.opening_id, m.skill_id,
        min(case m.zone when 'required' then 1 when 'preferred' then 2 else 3 end) as strength
    from mentions m
    join postings p on p.posting_id = m.document_id
    where m.document_kind = 'posting' and m.counts
        and p.role_family in ('ml', 'software') and coalesce(p.posted_on, p.first_seen) between $first_day and $last_day
    group by p.opening_id, m.skill_id
)
select
    a.skill_id,
    count(*) as openings,
    count(distinct r.employer) as employers,
    count(*) filter (where a.strength = 1) as required,
    count(*) filter (where a.strength = 2) as preferred,
    count(*) filter (where r.seniority = 'intern') as intern,
    count(*) filter (where r.seniority = 'junior') as junior,
    count(*) filter (where r.seniority = 'mid') as mid,
    count(*) filter (where r.seniority = 'senior') as senior,
    count(*) filter (where r.seniority = 'lead') as lead,
    count(*) filter (where r.seniority = 'unspecified') as unspecified,
    count(*) filter (where r.workplace = 'remote') as remote,
    count(*) filter (where r.workplace = 'hybrid') as hybrid,
    count(*) filter (where r.workplace = 'onsite') as onsite,
    count(*) filter (where r.workplace is null) as unstated
from asked a
join read r using (opening_id)
group by a.skill_id
order by a.skill_id
