with boards as (
    select source, board, max(read_on) as read_on
    from board_readings
    where outcome <> 'incomplete' and read_on <= getvariable('as_of')
    group by source, board
)
select
    p.posting_id, p.source, p.employer, p.title, r.role, r.role_family, r.seniority,
    coalesce(p.employment_type, r.employment_type) as employment_type,
    p.location, p.country,
    coalesce(p.workplace, r.workplace) as workplace,
    case when p.salary_min is null and p.salary_max is null then r.salary_min else p.salary_min end as salary_min,
    case when p.salary_min is null and p.salary_max is null then r.salary_max else p.salary_max end as salary_max,
    case when p.salary_min is null and p.salary_max is null then r.salary_currency else p.salary_currency end as salary_currency,
    case when p.salary_min is null and p.salary_max is null then r.salary_period else p.salary_period end as salary_period,
    r.years_min, r.years_max, r.visa,
    coalesce(p.language, r.language) as language,
    p.url, p.posted_on,
    least(p.first_seen, getvariable('as_of')) as first_seen,
    least(p.last_seen, getvariable('as_of')) as last_seen,
    case when p.closed_on <= getvariable('as_of') then p.closed_on end as closed_on,
    boards.read_on as known_until,
    m.opening_id
from posting_records as p
left join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
left join opening_members as m on m.posting_id = p.posting_id
left join boards on boards.source = p.source and boards.board = p.board
where coalesce(p.posted_on, p.first_seen) <= getvariable('as_of')
order by coalesce(p.posted_on, p.first_seen), p.posting_id;
