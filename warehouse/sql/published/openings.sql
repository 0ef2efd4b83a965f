with members as (
    select
        m.opening_id,
        count(*)::integer as postings,
        max(case
            when p.is_starter or p.board in ('import', 'whoishiring') or s.cadence = 'monthly'
                then coalesce(p.posted_on, p.first_seen)
            else least(greatest(p.posted_on, coalesce(p.closed_on, p.last_seen)), getvariable('as_of'))
        end) as last_on
    from opening_members as m
    inner join posting_records as p on p.posting_id = m.posting_id
    left join sources as s on s.source = p.source
    where coalesce(p.posted_on, p.first_seen) <= getvariable('as_of')
    group by m.opening_id
)
select
    o.opening_id, o.lead_posting_id, p.employer, o.role, r.role_family,
    date_trunc('week', o.first_on)::date as first_week,
    date_trunc('week', members.last_on)::date as last_week,
    members.postings,
    o.readvertised,
    r.title_hash is null as text_read
from openings as o
inner join members on members.opening_id = o.opening_id
inner join posting_records as p on p.posting_id = o.lead_posting_id
inner join posting_readings as r on r.posting_id = o.lead_posting_id
order by first_week, o.opening_id;
