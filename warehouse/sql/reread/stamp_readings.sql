update readings
set extractor_version = $extractor_version
from untouched
where untouched.document_id = readings.document_id and untouched.document_kind = readings.document_kind;
