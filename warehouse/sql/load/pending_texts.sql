with wanted as (select unnest($ids::varchar[]) as document_id)
select p.posting_id as document_id, p.text, p.title, 'posting' as kind
from posting_records as p
inner join wanted on wanted.document_id = p.posting_id
where p.text is not null
union all
select a.article_id as document_id, a.text, a.title, a.kind
from article_records as a
inner join wanted on wanted.document_id = a.article_id
where a.text is not null
order by kind, document_id;
