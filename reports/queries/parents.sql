select p.skill_id, p.parent_id, s.name
from skill_parents p
join skills s on s.skill_id = p.parent_id
order by p.skill_id, s.name
