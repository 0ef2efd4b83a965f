-- How many skills an opening names on average in each half of two years, by population.
with weekly as (
    select population, week <= $week::date - interval 364 day as is_first, openings, skills_per_opening
    from population_weeks
    where week > $week::date - interval 728 day and week <= $week and complete and skills_per_opening is not null
)
select
    population,
    sum(openings * skills_per_opening) filter (where is_first) / sum(openings) filter (where is_first) as first_half,
    sum(openings * skills_per_opening) filter (where not is_first)
        / sum(openings) filter (where not is_first) as last_half
from weekly
group by population
order by population
