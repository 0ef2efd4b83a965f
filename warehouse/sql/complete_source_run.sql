update source_health
set
    documents = documents + $documents,
    new_documents = new_documents + $new,
    status = case when $message <> '' and status = 'ok' then 'partial' else status end,
    message = case
        when $message = '' or contains(message, $message) then message
        when message in ('', 'nothing was due') then $message
        else message || '; ' || $message
    end
where source = $source and run_at = (select max(run_at) from source_health where source = $source);
