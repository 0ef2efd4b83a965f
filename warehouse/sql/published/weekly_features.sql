-- Wilson's interval with as many observations as the population's design effect leaves.
with described as (
    select
        p.population, f.week, f.seniority in ('intern', 'junior') as junior, f.seniority in ('senior', 'lead') as senior,
        f.seniority <> 'unspecified' as seniority_stated, f.workplace, f.visa, f.has_text,
        f.salary_min is not null or f.salary_max is not null as salary_stated
    from snapshot.opening_facts as f
    inner join snapshot.opening_populations as p on p.opening_id = f.opening_id
),
single as (
    select population, week, 'junior' as feature, count(*) filter (seniority_stated) as openings, count(*) filter (junior) as having_it
    from described group by all
    union all
    select population, week, 'senior', count(*) filter (seniority_stated), count(*) filter (senior)
    from described group by all
    union all
    select population, week, 'remote', count(workplace), count(*) filter (workplace = 'remote')
    from described group by all
    union all
    select population, week, 'hybrid', count(workplace), count(*) filter (workplace = 'hybrid')
    from described group by all
    union all
    select population, week, 'onsite', count(workplace), count(*) filter (workplace = 'onsite')
    from described group by all
    union all
    select population, week, 'visa sponsored', count(visa), count(*) filter (visa)
    from described group by all
    union all
    select population, week, 'seniority stated', count(*), count(*) filter (seniority_stated)
    from described group by all
    union all
    select population, week, 'workplace stated', count(*), count(workplace)
    from described group by all
    union all
    select population, week, 'salary stated', count(*) filter (has_text), count(*) filter (salary_stated)
    from described group by all
),
-- Each week counts in its own window and the three after: a join on ranges would be slow.
ahead as (
    select population, feature, openings, having_it, unnest([week, week + 7, week + 14, week + 21]) as week
    from single
),
of_window as (
    select w.week, w.population, s.feature, sum(s.openings) as openings, sum(s.having_it) as having_it,
        greatest(any_value(coalesce(w.design_effect, 1)), 1) as design_effect
    from snapshot.population_weeks as w
    inner join ahead as s on s.population = w.population and s.week = w.week
    group by w.week, w.population, s.feature
),
shares as (
    select *, having_it / openings as share, openings / design_effect as n
    from of_window
    where openings > 0
),
bounds as (
    select
        *, (share + 1.9208 / n) / (1 + 3.8416 / n) as centre,
        1.96 * sqrt(share * (1 - share) / n + 0.9604 / n ** 2) / (1 + 3.8416 / n) as half
    from shares
)
select
    week, population, feature, openings::integer as openings, having_it::integer as having_it, share,
    greatest(0, least(share, centre - half)) as share_low,
    least(1, greatest(share, centre + half)) as share_high
from bounds
order by population, feature, week;
