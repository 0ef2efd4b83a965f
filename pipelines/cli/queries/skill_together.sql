-- Skills that the same tech openings ask for, of the year up to a week's end; stored, since counting them takes seconds.
select p.other_id as skill_id, s.name, p.both_named as openings, p.share_of_skill as share
from skill_pairs as p
inner join skills as s on s.skill_id = p.other_id
where p.population = 'tech' and p.skill_id = $skill and p.week <= $week
order by p.both_named desc, p.other_id
limit 10
