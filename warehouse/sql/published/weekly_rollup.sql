-- An opening that names several narrower skills counts once for the wider one.
with wider as (select distinct ancestor_id as skill_id from snapshot.skill_ancestors),
single as (
    select p.population, f.week, r.skill_id, count(*) as mentioning, count(*) filter (r.is_named) as named
    from snapshot.opening_rollup as r
    semi join wider on wider.skill_id = r.skill_id
    inner join snapshot.opening_facts as f on f.opening_id = r.opening_id
    inner join snapshot.opening_populations as p on p.opening_id = r.opening_id
    group by all
),
of_window as (
    select
        w.week, w.population, s.skill_id, any_value(w.openings) as openings, sum(s.mentioning) as mentioning,
        sum(s.named) as named, any_value(w.openings) / greatest(any_value(coalesce(w.design_effect, 1)), 1) as n
    from snapshot.population_weeks as w
    inner join single as s on s.population = w.population and s.week between w.week - 21 and w.week
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
