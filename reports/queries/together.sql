-- Skills that are asked for together more often than chance would have it, among tech openings of the last year.
-- `lift` is the pair's share over the product of the single shares; ranked by what the pair adds over chance.
with asked as (
    select distinct p.opening_id, m.skill_id
    from mentions m
    join postings p on p.posting_id = m.document_id
    join skills s on s.skill_id = m.skill_id
    where m.document_kind = 'posting' and m.counts and s.kind not in ('role', 'industry', 'degree')
        and p.role_family in ('ml', 'software') and coalesce(p.posted_on, p.first_seen) between $first_day and $last_day
), total as (
    select count(distinct opening_id) as openings from asked
), single as (
    select skill_id, count(*) as openings from asked group by skill_id
), pair as (
    select a.skill_id, b.skill_id as other_id, count(*) as openings
    from asked a
    join asked b on b.opening_id = a.opening_id and b.skill_id <> a.skill_id
    group by a.skill_id, b.skill_id
    having count(*) >= 5
), measured as (
    select
        pair.skill_id, pair.other_id, pair.openings, one.openings as of_openings,
        pair.openings / one.openings as share_with, two.openings / total.openings as share_all,
        pair.openings * ln(pair.openings * total.openings / (one.openings * two.openings)) as gain
    from pair
    join single one on one.skill_id = pair.skill_id
    join single two on two.skill_id = pair.other_id
    cross join total
)
select m.skill_id, m.other_id, s.name, m.openings, m.of_openings, m.share_with, m.share_all
from measured m
join skills s on s.skill_id = m.other_id
where m.share_with > m.share_all
qualify row_number() over (partition by m.skill_id order by m.gain desc, m.other_id) <= 8
order by m.skill_id, m.gain desc, m.other_id
