with opening_numbers as (
    select opening_id, row_number() over (order by week, opening_id) - 1 as opening_number
    from opening_facts
    where week <= $last_week
),
skill_numbers as (
    select skill_id, row_number() over (order by skill_id) - 1 as skill_number
    from (select distinct skill_id from skills)
)
select o.opening_number, k.skill_number
from opening_skills as s
inner join opening_numbers as o on o.opening_id = s.opening_id
inner join skill_numbers as k on k.skill_id = s.skill_id
