-- How each source fared in its last run.
select source, run_at, status, requests, documents, new_documents, failures, message
from source_health
qualify row_number() over (partition by source order by run_at desc) = 1
order by source
