-- Shares of papers or posts and of tech postings, both trailing four weeks, over the weeks that have both, by skill.
-- A week without a row of the skill is a share of nought; skills seldom named on one side are left out.
with weeks as (
    select distinct d.week
    from weekly_demand as d
    inner join weekly_attention as a on a.week = d.week and a.kind = $kind
    where d.population = 'tech' and d.week <= $week
),
named as (
    select skill_id
    from weekly_attention
    where kind = $kind and week in (select week from weeks)
    group by skill_id
    having sum(mentioning) >= 400
    intersect
    select skill_id
    from weekly_demand
    where population = 'tech' and week in (select week from weeks)
    group by skill_id
    having sum(mentioning) >= 400
),
paired as (
    select n.skill_id, w.week, coalesce(a.share, 0) as ahead, coalesce(d.share, 0) as behind
    from named as n
    cross join weeks as w
    left join weekly_attention as a on a.skill_id = n.skill_id and a.week = w.week and a.kind = $kind
    left join weekly_demand as d on d.skill_id = n.skill_id and d.week = w.week and d.population = 'tech'
)
select skill_id, list(ahead order by week) as ahead, list(behind order by week) as behind
from paired
group by skill_id
order by skill_id
