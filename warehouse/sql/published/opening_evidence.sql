-- How an opening was advertised. Signals are what was seen, never a verdict about the employer.
with members as (
    select
        m.opening_id, p.posting_id, p.employer, p.source, p.versions, s.dated_on,
        least(s.active_until, getvariable('as_of')) as active_until, coalesce(signs.is_agency, false) as is_agency
    from opening_members as m
    inner join posting_records as p on p.posting_id = m.posting_id
    inner join posting_spans as s on s.posting_id = m.posting_id
    left join employer_signs as signs on signs.employer_key = p.employer_key
    where s.dated_on <= getvariable('as_of')
),
-- Months as numbers; what overlaps is one stretch, so that a month with several postings counts once.
numbered as (
    select
        opening_id, 12 * year(dated_on) + month(dated_on) as first_month,
        12 * year(active_until) + month(active_until) as last_month
    from members
),
spaced as (
    select
        *,
        max(last_month) over (
            partition by opening_id order by first_month, last_month rows between unbounded preceding and 1 preceding
        ) as counted_to
    from numbered
),
months as (
    select
        opening_id,
        sum(greatest(last_month - greatest(first_month - 1, coalesce(counted_to, 0)), 0))::integer as months
    from spaced
    group by opening_id
),
spans as (
    select
        opening_id,
        list(distinct employer order by employer) as employers,
        list(distinct source order by source) as sources,
        count(*)::integer as postings,
        count(*) filter (is_agency)::integer as agency_postings,
        (max(active_until) - min(dated_on) + 1)::integer as open_days,
        bool_or(versions > 1) as reworded
    from members
    group by opening_id
),
runs as (
    select o.opening_id, row_number() over (partition by o.cluster_id order by o.first_on, o.opening_id)::integer as run
    from openings as o
),
known as (
    select
        spans.*, months.months, runs.run,
        spans.open_days > 180 or months.months >= 6 as is_evergreen
    from spans
    inner join months on months.opening_id = spans.opening_id
    inner join runs on runs.opening_id = spans.opening_id
)
select
    opening_id, employers, sources, postings, agency_postings, open_days, months, run, is_evergreen, reworded,
    list_filter(
        [
            case when open_days > 180 then 'open for more than 180 days' end,
            case when months >= 6 then 'advertised in six or more months' end,
            case when run > 1 then 'advertised again after a pause of six weeks' end,
            case when postings >= 5 and postings >= 2 * months then 'posted more than once a month' end,
            case when len(employers) >= 3 then 'one text under three or more names' end
        ],
        lambda signal: signal is not null
    ) as signals
from known
order by opening_id;
