with documents as (
    select posting_id as document_id, 'posting' as document_kind, text, text_hash
    from posting_records
    where text is not null
    union all
    select article_id as document_id, kind as document_kind, text, text_hash
    from article_records
    where text is not null
)
select d.document_id, d.document_kind, d.text
from documents as d
semi join readings as r
    on r.document_id = d.document_id and r.document_kind = d.document_kind
    and r.text_hash = d.text_hash and r.extractor_version = $extractor_version;
