-- The tech openings of a year: employer, role, source, whether for juniors or interns, skills asked for and which are required.
with read as (
    select
        opening_id, min(employer) as employer, min(role) as role, min(role_family) as role_family, min(source) as source,
        bool_or(seniority in ('junior', 'intern')) as is_junior
    from postings
    where role_family in ('ml', 'software') and coalesce(posted_on, first_seen) between $first_day and $last_day
    group by opening_id
), asked as (
    select p.opening_id, m.skill_id, bool_or(m.zone = 'required') as is_required
    from mentions m
    join postings p on p.posting_id = m.document_id
    where m.document_kind = 'posting' and m.counts
        and p.role_family in ('ml', 'software') and coalesce(p.posted_on, p.first_seen) between $first_day and $last_day
    group by p.opening_id, m.skill_id
)
select
    r.employer, r.role, r.role_family, r.source, r.is_junior,
    coalesce(list(a.skill_id order by a.skill_id) filter (where a.skill_id is not null), []) as skills,
    coalesce(list(a.skill_id order by a.skill_id) filter (where a.is_required), []) as required
from read r
left join asked a using (opening_id)
group by r.opening_id, r.employer, r.role, r.role_family, r.source, r.is_junior
order by r.opening_id
