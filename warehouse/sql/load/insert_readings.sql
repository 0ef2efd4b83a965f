with wordings as (
    select posting_id as document_id, 'posting' as document_kind, text_hash from posting_records where text_hash is not null
    union all
    select posting_id, 'posting', title_hash from titled_postings
    union all
    select article_id as document_id, kind as document_kind, text_hash from article_records
)
insert into readings by name
select i.*, w.text_hash, $extractor_version as extractor_version
from incoming_readings as i
inner join wordings as w on w.document_id = i.document_id and w.document_kind = i.document_kind;
