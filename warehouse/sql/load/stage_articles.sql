-- Each incoming article beside what is stored of it, with what is to be done.
create or replace temp table staged as
with compared as (
    select
        i.*,
        s.article_id is null as is_new,
        coalesce(s.last_seen > $seen_on, false) as is_stale,
        coalesce(s.text_hash is distinct from i.text_hash, false) as text_differs,
        (s.title, s.url, s.published_on, s.categories) is distinct from
        (i.title, i.url, i.published_on, i.categories) as facts_differ,
        least(s.first_seen, $seen_on::date) as kept_first_seen,
        greatest(s.last_seen, $seen_on::date) as kept_last_seen,
        coalesce(s.versions, 0) as old_versions
    from incoming as i
    left join article_records as s on s.article_id = i.article_id
)
select
    * exclude (is_new, is_stale, text_differs, facts_differ, old_versions),
    case
        when is_new then 'new'
        when is_stale then 'unchanged'
        when text_differs or facts_differ then 'changed'
        else 'unchanged'
    end as outcome,
    case when is_new then 1 else old_versions + text_differs::integer end as kept_versions,
    $raw_id::varchar as raw_id
from compared;
