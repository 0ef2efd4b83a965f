-- How much there was to count from in the newest week of a population.
select openings, employers, design_effect, minimum_detectable_rise, complete, note
from population_weeks
where week = $week and population = $population
