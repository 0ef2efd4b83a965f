-- Advertisements without a text: read by title alone, openings of their own, counted beside those with a text.

-- What stands in the place of a text's hash where there is only a title.
create or replace view titled_postings as
select posting_id, title, 'title:' || md5(concat_ws(chr(10), lower(title), lower(location))) as title_hash
from posting_records
where text_hash is null and not is_starter and title <> '';

-- What was read of postings; `title_hash` where it was read in a title alone.
create or replace view posting_readings as
select
    document_id as posting_id, role, role_family, seniority, workplace, extractor_version,
    case when starts_with(text_hash, 'title:') then text_hash end as title_hash
from readings
where document_kind = 'posting';

-- Shares are of openings whose text was read: a title names no skills, and a source of titles would push every share down.
create or replace view opening_facts as
select
    o.opening_id,
    p.source,
    o.employer_key,
    p.employer,
    r.role,
    r.role_family,
    r.seniority,
    coalesce(p.workplace, r.workplace) as workplace,
    p.country,
    o.first_on as posted_on,
    date_trunc('week', o.first_on)::date as week
from openings as o
inner join posting_records as p on p.posting_id = o.lead_posting_id
inner join posting_readings as r on r.posting_id = o.lead_posting_id
where r.title_hash is null;

-- The other openings. `has_text_elsewhere`: within six weeks the employer advertises the same title with a text, which
-- counts already; the place does not matter, as sources write places in different ways.
create or replace view title_openings as
with titles as (
    select
        o.opening_id, p.source, p.board, o.employer_key, lower(p.title) as title, r.role, r.role_family,
        o.first_on as posted_on, o.last_on, date_trunc('week', o.first_on)::date as week
    from openings as o
    inner join posting_records as p on p.posting_id = o.lead_posting_id
    inner join posting_readings as r on r.posting_id = o.lead_posting_id
    where r.title_hash is not null
),
elsewhere as (
    select distinct titles.opening_id
    from titles
    inner join posting_records as p
        on p.employer_key = titles.employer_key and lower(p.title) = titles.title and p.text_hash is not null
    inner join posting_spans as s on s.posting_id = p.posting_id
    where s.dated_on <= titles.last_on + 42 and s.active_until >= titles.posted_on - 42
)
select titles.* exclude (title, last_on), elsewhere.opening_id is not null as has_text_elsewhere
from titles
left join elsewhere on elsewhere.opening_id = titles.opening_id;

create table if not exists weekly_ads (
    week date not null,
    population varchar not null,
    source varchar not null,
    openings integer not null,
    openings_with_text integer not null
);
