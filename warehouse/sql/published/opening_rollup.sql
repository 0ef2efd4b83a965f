with known as (
    select opening_id, skill_id, true as is_named from opening_skills
    union all
    select s.opening_id, a.ancestor_id as skill_id, false as is_named
    from opening_skills as s
    inner join skill_ancestors as a on a.skill_id = s.skill_id
)
select opening_id, skill_id, bool_or(is_named) as is_named
from known
group by opening_id, skill_id
