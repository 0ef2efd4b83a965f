-- Stated yearly pay beside each skill, over 52 weeks: all, by seniority, by country group and by role.
select
    skill_id, population, seniority, country_group, currency, openings, disclosure_rate, salaries, employers, median,
    median_low, median_high, lower_quartile, upper_quartile, median_of_all
from skill_salaries
where skill_id <> 'all' and (
    (population = 'tech' and (seniority = 'all' or country_group = 'all'))
    or (seniority = 'all' and country_group = 'all')
)
order by skill_id, salaries desc, population, seniority, country_group, currency
