-- Each incoming posting beside what is stored of it, with what is to be done. A row without a text takes back no text:
-- what was read stays read where a source stops showing its texts.
create or replace temp table staged as
with compared as (
    select
        i.* replace (coalesce(i.text, s.text) as text, coalesce(i.text_hash, s.text_hash) as text_hash),
        s.posting_id is null or s.is_starter as is_new,
        coalesce(coalesce(s.wording_until, s.last_seen) > $seen_on and not s.is_starter, false) as is_stale,
        coalesce(s.text_hash is distinct from i.text_hash and i.text_hash is not null and not s.is_starter, false)
            as text_differs,
        (s.employer, s.title, s.url, s.posted_on, s.location, s.country, s.workplace, s.employment_type, s.salary_min,
            s.salary_max, s.salary_currency, s.salary_period, s.language)
        is distinct from
        (i.employer, i.title, i.url, i.posted_on, i.location, i.country, i.workplace, i.employment_type, i.salary_min,
            i.salary_max, i.salary_currency, i.salary_period, i.language) as facts_differ,
        least(s.first_seen, $seen_on::date) as kept_first_seen,
        greatest(case when s.is_starter then null else s.last_seen end, $seen_on::date) as kept_last_seen,
        coalesce(s.versions, 0) as old_versions,
        s.copy_key,
        coalesce(s.wording_since, s.first_seen) as old_since,
        coalesce(s.wording_until, s.last_seen) as old_until,
        f.text_hash is not null as is_former,
        f.seen_from as former_since
    from incoming as i
    left join posting_records as s on s.posting_id = i.posting_id
    left join former_wordings as f on f.posting_id = i.posting_id and f.text_hash = i.text_hash
)
select
    * exclude (is_new, facts_differ, old_versions, old_since, old_until, former_since),
    case
        when is_new then 'new'
        when is_stale then 'unchanged'
        when text_differs or facts_differ then 'changed'
        else 'unchanged'
    end as outcome,
    case when is_new then 1 else old_versions + (text_differs and not is_former)::integer end as kept_versions,
    case
        when is_new then $seen_on::date
        when not text_differs then least(old_since, $seen_on::date)
        when is_stale then old_since
        else least(former_since, $seen_on::date)
    end as wording_since,
    case when is_stale then old_until else $seen_on::date end as wording_until,
    $seen_on::date as seen_on,
    $raw_id::varchar as raw_id
from compared;
