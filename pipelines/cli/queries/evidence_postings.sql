-- What stands behind a skill's number: of each opening of the four weeks the mention in the strongest zone.
-- An opening counts in the population `tech` (ml and software roles), `ml`, or that of its role.
with window_openings as (
    select opening_id, readvertised
    from openings
    where first_week between $week::date - 21 and $week::date
        and (
            $population = 'all'
            or ($population = 'tech' and role_family in ('ml', 'software'))
            or ($population = 'ml' and role_family = 'ml')
            or role = $population
        )
),

-- Postings of an opening are dated from its first week on. They are stored by day: asked for by `posted_on` itself, few
-- of them are read.
recent as (
    select * from postings where posted_on between $week::date - 21 and $week::date + 6
    union all
    select * from postings where posted_on is null and first_seen between $week::date - 21 and $week::date + 6
),

counted as (
    select
        p.opening_id, p.posting_id as document_id, p.source, p.employer, p.title, p.role, p.url,
        coalesce(p.posted_on, p.first_seen) as dated_on,
        m.surface, m.start_char, m.end_char, m.zone,
        row_number() over (
            partition by p.opening_id
            order by
                m.start_char is null,
                case m.zone when 'required' then 1 when 'preferred' then 2 when 'duty' then 3 else 4 end,
                coalesce(p.posted_on, p.first_seen), p.posting_id, m.start_char
        ) as place
    from window_openings as o
    inner join recent as p on p.opening_id = o.opening_id
    inner join mentions as m on m.document_id = p.posting_id and m.document_kind = 'posting'
    where m.skill_id = $skill and m.counts
)

select * exclude (place)
from counted
where place = 1
order by start_char is null, dated_on desc, opening_id
