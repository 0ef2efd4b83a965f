select
    week, population, skill_id, openings, mentioning, employers, share_raw, share, share_low, share_high, complete,
    published_at, replaced_at
from demand_vintages
where week + 6 <= getvariable('as_of')
order by population, skill_id, week, published_at;
