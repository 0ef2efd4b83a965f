select week, population, openings, employers, design_effect, minimum_detectable_rise, complete, note
from population_weeks
where week + 6 <= getvariable('as_of')
order by population, week;
