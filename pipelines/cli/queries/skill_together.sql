-- Skills that the same openings ask for, of the year up to a week's end.
with asking as (
    select distinct p.opening_id
    from postings as p
    inner join mentions as m on m.document_id = p.posting_id and m.document_kind = 'posting'
    where m.skill_id = $skill and m.counts
        and coalesce(p.posted_on, p.first_seen) between $week::date - 358 and $week::date + 6
),

others as (
    select m.skill_id, count(distinct p.opening_id) as openings
    from asking as a
    inner join postings as p on p.opening_id = a.opening_id
    inner join mentions as m on m.document_id = p.posting_id and m.document_kind = 'posting'
    where m.counts and m.skill_id <> $skill
    group by m.skill_id
)

select o.skill_id, s.name, o.openings, o.openings / (select count(*) from asking) as share
from others as o
inner join skills as s on s.skill_id = o.skill_id
where s.kind not in ('role', 'degree', 'industry')
order by o.openings desc, o.skill_id
limit 10
