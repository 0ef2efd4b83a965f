with wanted as (select unnest($ids::varchar[]) as posting_id),
asked as (
    select m.document_id as posting_id, list(distinct m.skill_id order by m.skill_id) as skills
    from mentions as m
    semi join wanted on wanted.posting_id = m.document_id
    where m.document_kind = 'posting'
    group by m.document_id
)
select
    p.posting_id, p.employer, coalesce(p.title, '') as title, p.location, p.role, coalesce(p.posted_on, p.first_seen) as posted_on,
    t.text, coalesce(asked.skills, []) as skills
from postings as p
semi join wanted on wanted.posting_id = p.posting_id
inner join read_parquet($texts) as t on t.document_id = p.posting_id
left join asked on asked.posting_id = p.posting_id;
