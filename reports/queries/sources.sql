-- Each source with the outcome of its last run before the end of the given day.
with last_run as (
    select source, max_by(struct_pack(run_at, status, requests, documents, new_documents, failures, message), run_at) as run
    from source_health
    where cast(run_at as date) <= $as_of
    group by source
)
select
    s.source, s.kind, s.title, s.enabled, s.cadence, s.terms, s.attribution, s.homepage, s.reason_off,
    run.run_at as run_at, run.status as status, run.requests as requests, run.documents as documents,
    run.new_documents as new_documents, run.failures as failures, run.message as message
from sources s
left join last_run using (source)
order by s.source
