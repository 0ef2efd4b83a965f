-- Shares of papers and of posts that name a skill, trailing four weeks, with Wilson's interval (z = 1.96).
insert into weekly_attention by name
with documents as (
    select kind, week, article_id
    from article_facts
    where week <= $week
),
spans as (
    select kind, min(week) as first_week
    from documents
    group by kind
),
weeks as (
    select kind, unnest(generate_series(first_week, $week::date, interval 7 day))::date as week
    from spans
),
totals as (
    select w.week, w.kind, count(*) as documents
    from weeks as w
    inner join documents as d on d.kind = w.kind and d.week between w.week - 21 and w.week
    group by w.week, w.kind
),
named as (
    select w.week, w.kind, s.skill_id, count(distinct d.article_id) as mentioning
    from weeks as w
    inner join documents as d on d.kind = w.kind and d.week between w.week - 21 and w.week
    inner join article_skills as s on s.article_id = d.article_id
    where s.skill_id in (select skill_id from skills)
    group by w.week, w.kind, s.skill_id
),
wanted as (
    select week, kind, skill_id from named
    union
    select t.week, t.kind, g.skill_id
    from totals as t
    cross join (select distinct skill_id from guide_items) as g
),
shares as (
    select
        w.week,
        w.kind,
        w.skill_id,
        t.documents,
        coalesce(n.mentioning, 0) as mentioning,
        coalesce(n.mentioning, 0) / t.documents as share,
        1.959963984540054 ** 2 / t.documents as z2n
    from wanted as w
    inner join totals as t on t.week = w.week and t.kind = w.kind
    left join named as n on n.week = w.week and n.kind = w.kind and n.skill_id = w.skill_id
),
bounds as (
    select
        *,
        (share + z2n / 2) / (1 + z2n) as centre,
        sqrt(share * (1 - share) * z2n + z2n ** 2 / 4) / (1 + z2n) as half
    from shares
)
select
    week,
    kind,
    skill_id,
    documents::integer as documents,
    mentioning::integer as mentioning,
    share,
    greatest(0.0, least(share, centre - half)) as share_low,
    least(1.0, greatest(share, centre + half)) as share_high
from bounds
order by week, kind, skill_id
