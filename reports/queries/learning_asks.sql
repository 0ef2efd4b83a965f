-- What each tech opening of the last year asks of a person who applies: skills one can learn, required or among
-- the duties. Openings that ask for none are left out: they tell a learner nothing. So are whole fields such as
-- "artificial intelligence", concepts outside the guide with skills two levels below: one learns what is in them.
with field as (
    select distinct above.parent_id as skill_id
    from skill_parents below
    join skill_parents above on above.skill_id = below.parent_id
    join skills s on s.skill_id = above.parent_id
    where s.kind = 'concept' and s.guide_section is null
), asked as (
    select distinct p.opening_id, m.skill_id
    from mentions m
    join postings p on p.posting_id = m.document_id
    join skills s on s.skill_id = m.skill_id
    where m.document_kind = 'posting' and m.counts and m.zone in ('required', 'duty')
        and s.kind not in ('role', 'industry', 'degree')
        and m.skill_id not in (from field)
        and p.role_family in ('ml', 'software') and coalesce(p.posted_on, p.first_seen) between $first_day and $last_day
), seen as (
    select opening_id, min(employer) as employer, min(role) as role, min(role_family) as role_family
    from postings
    where role_family in ('ml', 'software') and coalesce(posted_on, first_seen) between $first_day and $last_day
    group by opening_id
)
select s.opening_id, s.employer, s.role, s.role_family, list(a.skill_id order by a.skill_id) as skills
from seen s
join asked a using (opening_id)
group by all
order by s.opening_id
