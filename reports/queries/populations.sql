-- What was read for each population, week by week.
select week, population, openings, employers, design_effect, minimum_detectable_rise, complete, note,
    text_openings, skills_per_opening
from population_weeks
where week between $first_week and $week
order by population, week
