select year, population, skill_id, month, factor, strength, years
from skill_seasonality
where year <= extract(year from getvariable('as_of'))
order by population, skill_id, year, month;
