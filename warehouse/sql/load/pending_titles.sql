-- Postings of which there has only ever been a title, where this version has not read it; a reading of a text stays.
select p.posting_id as document_id, p.title as text, p.title, 'posting' as kind
from titled_postings as p
anti join posting_readings as r
    on r.posting_id = p.posting_id
    and (r.title_hash is null or (r.title_hash = p.title_hash and r.extractor_version = $extractor_version))
order by p.posting_id;
