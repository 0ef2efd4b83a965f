-- One row a name that at least $least employers named: who began to name it, beside what, in which postings.
with slots as (
    select
        s.term, s.surface, s.beside, s.document_id, p.employer_key,
        coalesce(p.posted_on, p.first_seen) as named_on,
        date_trunc('week', coalesce(p.posted_on, p.first_seen))::date as week
    from candidate_slots as s
    inner join posting_records as p on p.posting_id = s.document_id
    where coalesce(p.posted_on, p.first_seen) < $week + 7
),
active as (
    select
        count(distinct employer_key) filter (named_on >= $week - 84) as recently,
        count(distinct employer_key) filter (named_on >= $week - 448 and named_on < $week - 84) as before
    from (
        select employer_key, coalesce(posted_on, first_seen) as named_on
        from posting_records
        where text is not null and coalesce(posted_on, first_seen) < $week + 7
    )
),
counted as (
    select
        term,
        mode(surface order by surface) as surface,
        min(week) as first_week,
        max(week) as last_week,
        count(distinct document_id)::integer as postings,
        count(distinct employer_key)::integer as employers,
        count(distinct employer_key) filter (named_on >= $week - 84)::integer as employers_recent,
        count(distinct employer_key) filter (named_on >= $week - 448 and named_on < $week - 84)::integer as employers_before
    from slots
    group by term
    having count(distinct employer_key) >= $least
),
neighbours as (
    select term, list(name order by documents desc, name)[:6] as beside
    from (
        select s.term, k.name, count(distinct s.document_id) as documents
        from (select term, document_id, unnest(beside) as skill_id from slots) as s
        inner join skills as k on k.skill_id = s.skill_id
        group by s.term, k.name
    )
    group by term
),
documents as (
    select term, list(document_id order by named_on desc, document_id)[:5] as evidence
    from (select term, document_id, max(named_on) as named_on from slots group by all)
    group by term
)
select
    c.term, c.surface, c.first_week, c.last_week, c.postings, c.employers, c.employers_recent, c.employers_before,
    case when a.before > 0 then c.employers_before * a.recently / a.before else 0 end::double as employers_expected,
    coalesce(n.beside, []) as beside,
    d.evidence
from counted as c
cross join active as a
left join neighbours as n on n.term = c.term
inner join documents as d on d.term = c.term
order by c.term;
