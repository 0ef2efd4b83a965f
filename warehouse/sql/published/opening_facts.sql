select
    o.opening_id, o.lead_posting_id, p.source, o.employer, p.title, o.role, o.role_family, p.seniority, p.employment_type,
    p.country, coalesce(g.country_group, 'unknown') as country_group, p.workplace, p.years_min, p.visa,
    p.salary_min, p.salary_max, p.salary_currency, p.salary_period,
    case
        when p.salary_period = 'year'
            then (coalesce(p.salary_min, p.salary_max) + coalesce(p.salary_max, p.salary_min)) / 2
    end as yearly_salary,
    coalesce(p.posted_on, p.first_seen) as opened_on,
    o.first_week as week, o.last_week, o.postings, o.readvertised, p.title is not null as has_text, p.url
from openings as o
left join postings as p on p.posting_id = o.lead_posting_id
left join country_groups as g on g.country = p.country
where o.text_read
