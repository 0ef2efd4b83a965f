-- The sources of a week's advertisements, and how many of them came without a text.
select source, openings, openings_with_text
from weekly_ads
where week = $week and population = $population
order by openings desc, source
