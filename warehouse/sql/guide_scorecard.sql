-- Every item of the guide, whatever is known of it. The guide is for machine-learning engineers: population ml.
insert into guide_scorecard by name
with in_window as (
    select opening_id, seniority
    from opening_facts
    where role_family = 'ml' and week between $week::date - 21 and $week
),
asked as (
    select
        s.skill_id,
        avg(case when s.zone = 'required' then 1.0 else 0.0 end) as required_rate,
        avg(case when w.seniority in ('intern', 'junior') then 1.0 else 0.0 end) as junior_share
    from in_window as w
    inner join opening_skills as s on s.opening_id = w.opening_id
    group by s.skill_id
),
items as (
    select g.guide_section, g.skill_id, any_value(g.position) as position, coalesce(any_value(k.name), g.skill_id) as name
    from guide_items as g
    left join skills as k on k.skill_id = g.skill_id
    group by g.guide_section, g.skill_id
)
select
    $week::date as as_of_week,
    i.guide_section,
    i.skill_id,
    i.name,
    d.share,
    d.share_low,
    d.share_high,
    coalesce(t.label, 'too little data') as label,
    a.required_rate,
    a.junior_share,
    papers.share as paper_share,
    posts.share as post_share
from items as i
left join weekly_demand as d on d.skill_id = i.skill_id and d.week = $week and d.population = 'ml'
left join skill_trends as t on t.skill_id = i.skill_id and t.as_of_week = $week and t.population = 'ml'
left join asked as a on a.skill_id = i.skill_id
left join weekly_attention as papers on papers.skill_id = i.skill_id and papers.week = $week and papers.kind = 'paper'
left join weekly_attention as posts on posts.skill_id = i.skill_id and posts.week = $week and posts.kind = 'post'
order by i.guide_section, i.position
