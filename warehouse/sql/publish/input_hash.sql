with documents as (
    select 'posting' as kind, posting_id as document_id, text_hash
    from posting_records
    where coalesce(posted_on, first_seen) <= getvariable('as_of')
    union all
    select kind, article_id as document_id, text_hash
    from article_records
    where coalesce(published_on, first_seen) <= getvariable('as_of')
)
select sha256(string_agg(concat_ws(' ', kind, document_id, coalesce(text_hash, '-')), chr(10) order by kind, document_id))
from documents;
