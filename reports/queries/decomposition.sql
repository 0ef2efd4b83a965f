-- Where the change between the two 13-week halves of one week's labels came from, in tech and in ML and data roles.
select
    d.population, d.skill_id, s.name, s.kind, d.share_first, d.share_last, d.market, d.sources, d.roles, d.continuing,
    d.entrants, d.leavers
from skill_decomposition d
join skills s using (skill_id)
where d.as_of_week = $week and d.population in ('tech', 'ml')
order by d.population, d.skill_id
