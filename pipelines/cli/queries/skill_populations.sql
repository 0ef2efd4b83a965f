-- One skill in every population of a week: level, label and why.
select
    d.population, d.week, d.share, d.share_low, d.share_high, d.openings, d.mentioning, d.employers, d.complete,
    t.label, t.slope_per_quarter, t.slope_low, t.slope_high, t.ratio, t.p_value, t.q_value, t.tier, t.reason,
    t.consecutive_weeks, t.long_label, t.long_first, t.long_last, t.long_q_value
from weekly_demand as d
left join skill_trends as t
    on t.as_of_week = d.week and t.population = d.population and t.skill_id = d.skill_id
where d.week = $week and d.skill_id = $skill
order by list_position(['tech', 'ml'], d.population) nulls last, d.openings desc, d.population
