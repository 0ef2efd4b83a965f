-- The guide's items in the guide's order.
select
    g.guide_section, g.skill_id, g.name, s.kind, g.share, g.share_low, g.share_high, g.label, g.required_rate,
    g.junior_share, g.paper_share, g.post_share, i.position
from guide_scorecard g
join skills s using (skill_id)
left join guide_items i on i.guide_section = g.guide_section and i.skill_id = g.skill_id
where g.as_of_week = $week
order by i.position nulls last, g.guide_section, g.skill_id
