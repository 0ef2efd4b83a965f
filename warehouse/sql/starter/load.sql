-- `starter_posts` and `starter_skills` are the bundled files; a post whose live text is stored is left alone.
create or replace temp table starter_new as
select
    'hn_hiring:whoishiring:' || s.post as posting_id,
    s.post::varchar as native_id,
    lower(printf('%016x', s.employer)) as employer_key,
    s.posted_on, s.copy, s.role, s.role_family, s.seniority, s.workplace, s.skills
from starter_posts as s
anti join posting_records as p on p.posting_id = 'hn_hiring:whoishiring:' || s.post;

insert into posting_records by name
select
    posting_id,
    'hn_hiring' as source,
    'whoishiring' as board,
    native_id,
    'employer-' || left(employer_key, 8) as employer,
    employer_key,
    'https://news.ycombinator.com/item?id=' || native_id as url,
    posted_on,
    posted_on as first_seen,
    posted_on as last_seen,
    1 as versions,
    true as is_starter,
    employer_key || ':' || copy as copy_key
from starter_new;

insert into readings by name
select
    posting_id as document_id, 'posting' as document_kind, getvariable('starter_version') as extractor_version, role, role_family,
    seniority, workplace
from starter_new;

insert into mentions by name
with codes as (
    select posting_id, unnest(skills)::integer as code
    from starter_new
)
select
    codes.posting_id as document_id,
    'posting' as document_kind,
    s.skill_id,
    '' as surface,
    ['required', 'preferred', 'duty', 'company', 'legal', 'text'][(codes.code % 12) // 2 + 1] as zone,
    codes.code % 2 = 1 as counts,
    getvariable('starter_version') as extractor_version
from codes
inner join starter_skills as s on s.skill_index = codes.code // 12;
