select posting_id as document_id, text
from posting_records
where text is not null and coalesce(posted_on, first_seen) <= getvariable('as_of')
union all
select article_id as document_id, text
from article_records
where text is not null and coalesce(published_on, first_seen) <= getvariable('as_of')
order by document_id;
