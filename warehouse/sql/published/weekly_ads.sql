select week, population, source, openings, openings_with_text
from weekly_ads
where week + 6 <= getvariable('as_of')
order by population, week, source;
