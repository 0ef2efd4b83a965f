-- Which skills one opening asks for together, over 52 weeks. Interval of the log odds ratio: Woolf (1955) with Gart's
-- half added to each cell, widened by the population's design effect.
with newest as (select max(week) as week from snapshot.population_weeks),
spoken as (select skill_id from snapshot.skills where kind not in ('role', 'degree', 'industry')),
facts as (
    select p.population, f.opening_id, f.employer
    from snapshot.opening_facts as f
    cross join newest
    inner join snapshot.opening_populations as p on p.opening_id = f.opening_id
    where f.week between newest.week - 357 and newest.week and p.population in ('tech', 'ml')
),
sizes as (
    select f.population, count(*) as openings, greatest(any_value(coalesce(w.design_effect, 1)), 1) as design_effect
    from facts as f
    cross join newest
    left join snapshot.population_weeks as w on w.population = f.population and w.week = newest.week
    group by f.population
),
asked as (
    select f.population, f.opening_id, f.employer, s.skill_id
    from facts as f
    inner join snapshot.opening_skills as s on s.opening_id = f.opening_id
    semi join spoken on spoken.skill_id = s.skill_id
),
alone as (
    select population, skill_id, count(*) as openings
    from asked
    group by all
    having count(*) >= 15 and count(distinct employer) >= 8
),
frequent as (select a.* from asked as a semi join alone on alone.population = a.population and alone.skill_id = a.skill_id),
together as (
    select a.population, a.skill_id, b.skill_id as other_id, count(*) as both_named, count(distinct a.employer) as employers
    from frequent as a
    inner join frequent as b on b.population = a.population and b.opening_id = a.opening_id and b.skill_id > a.skill_id
    group by all
    having count(*) >= 15 and count(distinct a.employer) >= 8
),
directed as (
    select population, skill_id, other_id, both_named, employers from together
    union all
    select population, other_id, skill_id, both_named, employers from together
),
counted as (
    select
        d.*, z.openings, z.design_effect, a.openings as with_skill, b.openings as with_other,
        ln((both_named + 0.5) * (z.openings - a.openings - b.openings + both_named + 0.5)
            / ((a.openings - both_named + 0.5) * (b.openings - both_named + 0.5))) as log_odds,
        1.96 * sqrt(z.design_effect * (
            1 / (both_named + 0.5) + 1 / (z.openings - a.openings - b.openings + both_named + 0.5)
            + 1 / (a.openings - both_named + 0.5) + 1 / (b.openings - both_named + 0.5)
        )) as half
    from directed as d
    inner join sizes as z on z.population = d.population
    inner join alone as a on a.population = d.population and a.skill_id = d.skill_id
    inner join alone as b on b.population = d.population and b.skill_id = d.other_id
)
select
    newest.week, c.population, c.skill_id, c.other_id, c.openings::integer as openings, c.with_skill::integer as with_skill,
    c.with_other::integer as with_other, c.both_named::integer as both_named, c.employers::integer as employers,
    c.both_named / c.with_skill as share_of_skill,
    c.both_named * c.openings / (c.with_skill * c.with_other)::double as lift,
    (c.both_named * c.openings - c.with_skill * c.with_other)
        / nullif(sqrt(c.with_skill::double * c.with_other * (c.openings - c.with_skill) * (c.openings - c.with_other)), 0) as phi,
    c.log_odds, c.log_odds - c.half as log_odds_low, c.log_odds + c.half as log_odds_high,
    related.skill_id is not null as is_related
from counted as c
cross join newest
left join (
    select skill_id, ancestor_id as other_id from snapshot.skill_ancestors
    union
    select ancestor_id, skill_id from snapshot.skill_ancestors
) as related on related.skill_id = c.skill_id and related.other_id = c.other_id
order by c.population, c.skill_id, c.both_named desc, c.other_id;
