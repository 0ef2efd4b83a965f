-- What is compared of a posting: its text, its employer's name and the skills it names anywhere.
with wanted as (select unnest($ids::varchar[]) as posting_id),
asked as (
    select m.document_id as posting_id, list(distinct m.skill_id) as skills
    from mentions as m
    semi join wanted on wanted.posting_id = m.document_id
    where m.document_kind = 'posting'
    group by m.document_id
)
select p.posting_id, p.text, coalesce(p.title, '') as title, p.employer, coalesce(asked.skills, []) as skills
from posting_records as p
semi join wanted on wanted.posting_id = p.posting_id
left join asked on asked.posting_id = p.posting_id
where p.text is not null;
