-- Medians of yearly pay as it is stated, over 52 weeks. Interval: Woodruff (1952), the variance of the share below the
-- median clustered by employer, t with employers - 1 degrees of freedom (Cornish-Fisher expansion).
with newest as (select max(week) as week from snapshot.population_weeks),
facts as (
    select p.population, f.opening_id, f.employer, f.seniority, f.country_group, f.yearly_salary, f.salary_currency,
        f.has_text, f.salary_min is not null or f.salary_max is not null as disclosed
    from snapshot.opening_facts as f
    cross join newest
    inner join snapshot.opening_populations as p on p.opening_id = f.opening_id
    where f.week between newest.week - 357 and newest.week
),
asked as (
    select opening_id, skill_id from snapshot.opening_skills
    union all
    select distinct opening_id, 'all' as skill_id from facts
),
-- Each opening stands in four cells: its own, all seniorities, all countries, all of both.
levels as (from (values (true, true), (true, false), (false, true), (false, false)) as t(by_seniority, by_country)),
cells as (
    select
        f.population, a.skill_id, if(l.by_seniority, f.seniority, 'all') as seniority,
        if(l.by_country, f.country_group, 'all') as country_group, count(*) as openings, 
        count(*) filter (f.has_text) as with_text, count(*) filter (f.disclosed) as disclosed
    from facts as f
    inner join asked as a on a.opening_id = f.opening_id
    cross join levels as l
    group by all
    having count(f.yearly_salary) >= 30
),
paid as (
    select c.population, c.skill_id, c.seniority, c.country_group, f.salary_currency, f.employer, f.yearly_salary
    from facts as f
    inner join asked as a on a.opening_id = f.opening_id
    cross join levels as l
    inner join cells as c
        on c.population = f.population and c.skill_id = a.skill_id
        and c.seniority = if(l.by_seniority, f.seniority, 'all')
        and c.country_group = if(l.by_country, f.country_group, 'all')
    where f.yearly_salary is not null and f.salary_currency is not null
),
summed as (
    select
        population, skill_id, seniority, country_group, salary_currency, count(*) as salaries,
        count(distinct employer) as employers, quantile_cont(yearly_salary, [0.25, 0.5, 0.75]) as quartiles,
        list(yearly_salary order by yearly_salary) as ordered
    from paid
    group by all
    having count(*) >= 30 and count(distinct employer) >= 8
),
by_employer as (
    select
        s.population, s.skill_id, s.seniority, s.country_group, s.salary_currency, p.employer, count(*) as n,
        count(*) filter (p.yearly_salary <= s.quartiles[2]) as below
    from summed as s
    inner join paid as p
        on p.population = s.population and p.skill_id = s.skill_id and p.seniority = s.seniority
        and p.country_group = s.country_group and p.salary_currency = s.salary_currency
    group by all
),
centred as (
    select *, below - n * sum(below) over cell / sum(n) over cell as residual
    from by_employer
    window cell as (partition by population, skill_id, seniority, country_group, salary_currency)
),
spread as (
    select
        population, skill_id, seniority, country_group, salary_currency,
        sqrt(sum(residual ** 2) * count(*) / (count(*) - 1)) / sum(n)
            * (1.96 + 2.3724 / (count(*) - 1) + 2.8225 / (count(*) - 1) ** 2) as half
    from centred
    group by all
)
select
    newest.week, s.population, s.seniority, s.country_group, s.skill_id, s.salary_currency as currency,
    c.openings::integer as openings, c.disclosed / c.with_text as disclosure_rate, s.salaries::integer as salaries,
    s.employers::integer as employers, s.quartiles[2] as median,
    least(s.quartiles[2], s.ordered[greatest(1, floor(s.salaries * (0.5 - spread.half)))::integer]) as median_low,
    greatest(s.quartiles[2], s.ordered[least(s.salaries, ceil(s.salaries * (0.5 + spread.half)) + 1)::integer]) as median_high,
    s.quartiles[1] as lower_quartile, s.quartiles[3] as upper_quartile, whole.quartiles[2] as median_of_all
from summed as s
cross join newest
inner join cells as c
    on c.population = s.population and c.skill_id = s.skill_id and c.seniority = s.seniority and c.country_group = s.country_group
inner join spread
    on spread.population = s.population and spread.skill_id = s.skill_id and spread.seniority = s.seniority
    and spread.country_group = s.country_group and spread.salary_currency = s.salary_currency
left join summed as whole
    on whole.skill_id = 'all' and whole.population = s.population and whole.seniority = s.seniority
    and whole.country_group = s.country_group and whole.salary_currency = s.salary_currency
order by s.population, s.seniority, s.country_group, s.skill_id, currency;
