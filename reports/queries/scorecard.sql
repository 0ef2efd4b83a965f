-- The guide's items by their place in their sections; no share is given below 30 effective openings or 30 papers or posts, no rate
-- below 15 openings that name the item.
with known as (
    select skill_id, coalesce(n_effective, 30) >= 30 as has_share, mentioning >= 15 as has_rate
    from weekly_demand
    where week = $week and population = 'ml'
), documents as (
    select
        coalesce(max(documents) filter (where kind = 'paper'), 0) as papers,
        coalesce(max(documents) filter (where kind = 'post'), 0) as posts
    from weekly_attention
    where week = $week
)
select
    g.guide_section, g.skill_id, g.name, s.kind,
    case when k.has_share then g.share end as share,
    case when k.has_share then g.share_low end as share_low,
    case when k.has_share then g.share_high end as share_high,
    g.label,
    case when k.has_rate then g.required_rate end as required_rate,
    case when k.has_rate then g.junior_share end as junior_share,
    case when d.papers >= 30 then g.paper_share end as paper_share,
    case when d.posts >= 30 then g.post_share end as post_share,
    t.long_label, t.long_first, t.long_last, i.position
from guide_scorecard g
cross join documents d
join skills s using (skill_id)
left join known k on k.skill_id = g.skill_id
left join guide_items i on i.guide_section = g.guide_section and i.skill_id = g.skill_id
left join skill_trends t on t.as_of_week = g.as_of_week and t.population = 'ml' and t.skill_id = g.skill_id
where g.as_of_week = $week
order by i.position nulls last, g.guide_section, g.skill_id
