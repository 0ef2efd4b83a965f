-- Every skill's share in every population for one week.
select
    d.population, d.skill_id, s.name, s.kind, s.guide_section, d.openings, d.mentioning, d.employers, d.share_raw,
    d.share, d.share_low, d.share_high, d.n_effective, d.complete
from weekly_demand d
join skills s using (skill_id)
where d.week = $week
order by d.population, d.share desc nulls last, d.skill_id
