-- What the measures read. One place decides what counts as an opening, a mention and a week.

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
inner join readings as r on r.document_id = o.lead_posting_id and r.document_kind = 'posting';

create or replace view opening_skills as
with counting as (
    select
        o.opening_id,
        m.skill_id,
        m.zone,
        case m.zone when 'required' then 1 when 'preferred' then 2 when 'duty' then 3 when 'text' then 4 else 5 end as strength
    from openings as o
    inner join mentions as m on m.document_id = o.lead_posting_id and m.document_kind = 'posting'
    where m.counts
)
select opening_id, skill_id, arg_min(zone, strength) as zone
from counting
group by opening_id, skill_id;

create or replace view article_facts as
select
    a.article_id,
    a.kind,
    a.source,
    coalesce(a.published_on, a.first_seen) as published_on,
    date_trunc('week', coalesce(a.published_on, a.first_seen))::date as week
from article_records as a
inner join readings as r on r.document_id = a.article_id and r.document_kind = a.kind;

create or replace view article_skills as
select distinct m.document_id as article_id, m.skill_id
from mentions as m
where m.document_kind in ('paper', 'post') and m.counts;

create or replace view source_weeks as
with posted as (
    select source, date_trunc('week', coalesce(posted_on, first_seen))::date as week, count(*) as postings
    from posting_records
    group by all
),
opened as (
    select source, week, count(*) as openings
    from opening_facts
    group by all
)
select
    posted.source,
    coalesce(s.cadence, 'continuous') as cadence,
    posted.week,
    posted.postings::integer as postings,
    coalesce(opened.openings, 0)::integer as openings
from posted
left join opened on opened.source = posted.source and opened.week = posted.week
left join sources as s on s.source = posted.source;
