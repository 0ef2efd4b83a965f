-- The employers whose openings of the last 26 weeks ask for a skill most often, by half of that time.
with asking as (
    select distinct o.opening_id, o.employer, o.first_week
    from openings as o
    inner join postings as p on p.opening_id = o.opening_id
    inner join mentions as m on m.document_id = p.posting_id and m.document_kind = 'posting'
    where m.skill_id = $skill
        and m.counts
        and o.first_week between $week::date - 175 and $week
        and (
            ($population = 'tech' and o.role_family in ('ml', 'software'))
            or o.role_family = $population
            or o.role = $population
        )
)
select
    employer,
    count(*) filter (first_week <= $week::date - 91) as first_half,
    count(*) filter (first_week > $week::date - 91) as last_half
from asking
group by employer
order by count(*) desc, employer
limit 8
