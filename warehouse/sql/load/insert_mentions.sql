insert into mentions by name
select i.*, $extractor_version as extractor_version
from incoming_mentions as i
semi join readings as r on r.document_id = i.document_id and r.document_kind = i.document_kind;
