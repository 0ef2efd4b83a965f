-- The stored texts of some documents.
select document_id, text
from read_parquet($file)
where list_contains($documents, document_id)
