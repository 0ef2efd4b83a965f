-- One skill in every population of a week: level, label and why; below 30 effective openings no share is given.
select
    d.population, d.week,
    case when coalesce(d.n_effective, 30) >= 30 then d.share end as share,
    case when coalesce(d.n_effective, 30) >= 30 then d.share_low end as share_low,
    case when coalesce(d.n_effective, 30) >= 30 then d.share_high end as share_high, d.openings, d.mentioning, d.employers, d.complete,
    t.label, t.slope_per_quarter, t.slope_low, t.slope_high, t.ratio, t.p_value, t.q_value, t.tier, t.reason,
    t.consecutive_weeks, t.long_label, t.long_first, t.long_last, t.long_q_value
from weekly_demand as d
left join skill_trends as t
    on t.as_of_week = d.week and t.population = d.population and t.skill_id = d.skill_id
where d.week = $week and d.skill_id = $skill
order by list_position(['tech', 'ml'], d.population) nulls last, d.openings desc, d.population
