-- How many skills have each label in a week, or each verdict over two years.
select case when $over_two_years then t.long_label else t.label end as label, count(*) as skills
from skill_trends as t
inner join skills as s on s.skill_id = t.skill_id
where t.as_of_week = $week and t.population = $population and list_contains($kinds, s.kind)
group by 1
order by skills desc, label
