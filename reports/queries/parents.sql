-- Which skill is a kind or part of which other, with the names of both.
select p.skill_id, p.parent_id, above.name as parent_name, below.name
from skill_parents p
join skills above on above.skill_id = p.parent_id
join skills below on below.skill_id = p.skill_id
order by p.skill_id, above.name, below.name
