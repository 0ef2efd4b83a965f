select
    s.skill_id,
    any_value(s.kind) as kind,
    bool_or(g.skill_id is not null) as in_guide
from skills as s
left join guide_items as g on g.skill_id = s.skill_id
group by s.skill_id
order by s.skill_id
