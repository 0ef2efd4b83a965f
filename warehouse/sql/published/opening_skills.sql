-- Stored and sorted by skill: who asks for one is then read from few row groups.
with counting as (
    select
        o.opening_id, m.skill_id, m.zone,
        case m.zone when 'required' then 1 when 'preferred' then 2 when 'duty' then 3 when 'text' then 4 else 5 end as strength
    from snapshot.openings as o
    inner join snapshot.mentions as m on m.document_id = o.lead_posting_id and m.document_kind = 'posting'
    where m.counts
)
select opening_id, skill_id, arg_min(zone, strength) as zone
from counting
group by opening_id, skill_id
order by skill_id, opening_id;
