select week, population, openings, employers, design_effect, minimum_detectable_rise, complete, note, text_openings, skills_per_opening
from population_weeks
where week + 6 <= getvariable('as_of')
order by population, week;
