-- Labels of one week with the level of the same week beside them.
select
    t.population, t.skill_id, s.name, s.kind, s.guide_section, t.label, t.slope_per_quarter, t.slope_low, t.slope_high,
    t.ratio, t.p_value, t.q_value, t.openings, t.mentioning, t.employers, t.tier, t.reason, t.share_first, t.share_last,
    t.top_employer_share, t.sources, t.consecutive_weeks, t.slope_shrunk, t.shrunk_low, t.shrunk_high, t.lfsr,
    t.yoy_change, t.yoy_low, t.yoy_high, t.slope_same_length, t.seasonal_ratio,
    t.long_label, t.long_first, t.long_last, t.long_q_value,
    d.share, d.share_low, d.share_high, d.n_effective, coalesce(not e.passed, false) as is_mix_sensitive
from skill_trends t
join skills s using (skill_id)
left join weekly_demand d on d.week = t.as_of_week and d.population = t.population and d.skill_id = t.skill_id
left join trend_gates e on e.as_of_week = t.as_of_week and e.population = t.population and e.skill_id = t.skill_id
    and e.gate = 'same employers, z'
where t.as_of_week = $week
order by t.population, t.tier nulls last, t.q_value nulls last, t.skill_id
