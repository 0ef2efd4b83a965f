-- An opening that names several narrower skills counts once for the wider one.
with above as (select skill_id, ancestor_id from snapshot.skill_ancestors),
-- As opening_rollup does, but for the wider skills alone: they are few.
known as (
    select s.opening_id, s.skill_id, true as is_named
    from snapshot.opening_skills as s
    semi join above on above.ancestor_id = s.skill_id
    union all
    select s.opening_id, above.ancestor_id as skill_id, false as is_named
    from snapshot.opening_skills as s
    inner join above on above.skill_id = s.skill_id
),
rolled as (
    select opening_id, skill_id, bool_or(is_named) as is_named
    from known
    group by opening_id, skill_id
),
cells as (
    select o.first_week as week, o.role_family, o.role, r.skill_id, count(*) as mentioning, count(*) filter (r.is_named) as named
    from rolled as r
    inner join snapshot.openings as o on o.opening_id = r.opening_id
    group by all
),
members as (
    select distinct o.role_family, o.role, p.population
    from snapshot.openings as o
    inner join snapshot.opening_populations as p on p.opening_id = o.opening_id
),
single as (
    select m.population, c.week, c.skill_id, sum(c.mentioning) as mentioning, sum(c.named) as named
    from cells as c
    inner join members as m on m.role_family = c.role_family and m.role = c.role
    group by all
),
-- Each week counts in its own window and the three after: a join on ranges would be slow.
ahead as (
    select population, skill_id, mentioning, named, unnest([week, week + 7, week + 14, week + 21]) as week
    from single
),
of_window as (
    select
        w.week, w.population, s.skill_id, any_value(w.openings) as openings, sum(s.mentioning) as mentioning,
        sum(s.named) as named, any_value(w.openings) / greatest(any_value(coalesce(w.design_effect, 1)), 1) as n
    from snapshot.population_weeks as w
    inner join ahead as s on s.population = w.population and s.week = w.week
    group by w.week, w.population, s.skill_id
),
shares as (select *, mentioning / openings as share from of_window where openings > 0),
bounds as (
    select
        *, (share + 1.9208 / n) / (1 + 3.8416 / n) as centre,
        1.96 * sqrt(share * (1 - share) / n + 0.9604 / n ** 2) / (1 + 3.8416 / n) as half
    from shares
)
select
    week, population, skill_id, openings, mentioning::integer as mentioning, named::integer as named, share,
    greatest(0, least(share, centre - half)) as share_low,
    least(1, greatest(share, centre + half)) as share_high
from bounds
order by population, skill_id, week;
