-- Skills with one of the given labels in a week, or with that verdict over two years, with their level, the last half
-- year and the evidence for the label.
with level as (
    select skill_id, share, share_low, share_high
    from weekly_demand
    where week = $week and population = $population
),

recent as (
    select skill_id, list(share order by week) as series
    from weekly_demand
    where population = $population and week > $week::date - 182 and week <= $week
    group by skill_id
)

select
    t.as_of_week, t.population, t.skill_id, s.name, s.kind, s.guide_section, t.label,
    l.share, l.share_low, l.share_high, t.share_first, t.share_last, t.ratio,
    t.slope_per_quarter, t.slope_low, t.slope_high, t.p_value, t.q_value,
    t.openings, t.mentioning, t.employers, t.sources, t.top_employer_share, t.tier, t.reason,
    t.long_label, t.long_first, t.long_last, t.long_q_value,
    r.series as share_last_26_weeks
from skill_trends as t
inner join skills as s on s.skill_id = t.skill_id
left join level as l on l.skill_id = t.skill_id
left join recent as r on r.skill_id = t.skill_id
where t.as_of_week = $week and t.population = $population and list_contains($kinds, s.kind)
    and list_contains($labels, case when $over_two_years then t.long_label else t.label end)
order by
    case when $over_two_years then -abs(t.long_last - t.long_first) end nulls last, t.tier nulls last, abs(t.slope_per_quarter) desc nulls last, t.skill_id
