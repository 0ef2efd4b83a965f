with ads as (
    select week, population, sum(openings)::integer as openings
    from weekly_ads
    group by week, population
)
select
    d.week, d.population, d.skill_id, ads.openings, d.openings as openings_with_text, d.mentioning as demand,
    d.mentioning / ads.openings as share_of_all,
    (d.mentioning + ads.openings - d.openings) / ads.openings as share_at_most,
    d.share_raw as share_of_text
from weekly_demand as d
inner join ads on ads.week = d.week and ads.population = d.population
