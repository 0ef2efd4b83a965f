update mentions
set extractor_version = $extractor_version
from untouched
where untouched.document_id = mentions.document_id and untouched.document_kind = mentions.document_kind;
