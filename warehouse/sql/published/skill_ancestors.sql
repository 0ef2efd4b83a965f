with recursive above as (
    select skill_id, parent_id as ancestor_id, 1 as steps from skill_parents
    union
    select a.skill_id, p.parent_id as ancestor_id, a.steps + 1 as steps
    from above as a
    inner join skill_parents as p on p.skill_id = a.ancestor_id
    where a.steps < 10
)
select skill_id, ancestor_id, min(steps)::integer as steps
from above
where ancestor_id <> skill_id
group by skill_id, ancestor_id
