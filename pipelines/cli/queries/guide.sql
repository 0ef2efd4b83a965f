-- The guide scorecard of a week in the guide's own order.
select
    g.guide_section, g.skill_id, g.name, g.share, g.share_low, g.share_high, g.label,
    g.required_rate, g.junior_share, g.paper_share, g.post_share, g.as_of_week
from guide_scorecard as g
left join guide_items as i on i.guide_section = g.guide_section and i.skill_id = g.skill_id
where g.as_of_week = $week
order by i.position, g.guide_section, g.skill_id
