-- The guide's items in the guide's order; below 30 effective openings no share is given, below 15 that name it no rate.
with known as (
    select skill_id, coalesce(n_effective, 30) >= 30 as has_share, mentioning >= 15 as has_rate
    from weekly_demand
    where week = $week and population = 'ml'
)
select
    g.guide_section, g.skill_id, g.name, s.kind,
    case when k.has_share then g.share end as share,
    case when k.has_share then g.share_low end as share_low,
    case when k.has_share then g.share_high end as share_high,
    g.label,
    case when k.has_rate then g.required_rate end as required_rate,
    case when k.has_rate then g.junior_share end as junior_share,
    g.paper_share, g.post_share, i.position
from guide_scorecard g
join skills s using (skill_id)
left join known k on k.skill_id = g.skill_id
left join guide_items i on i.guide_section = g.guide_section and i.skill_id = g.skill_id
where g.as_of_week = $week
order by i.position nulls last, g.guide_section, g.skill_id
