-- How many skills have each label in a week.
select t.label, count(*) as skills
from skill_trends as t
inner join skills as s on s.skill_id = t.skill_id
where t.as_of_week = $week and t.population = $population and list_contains($kinds, s.kind)
group by t.label
order by skills desc, t.label
