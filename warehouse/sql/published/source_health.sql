select run_at, source, status, requests, documents, new_documents, failures, message from source_health order by run_at, source;
