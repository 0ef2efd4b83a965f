select
    week, population, skill_id, openings, mentioning, employers, share_raw, share, share_low, share_high, complete, n_effective,
    share_shrunk, share_corrected, corrected_low, corrected_high
from weekly_demand
where week + 6 <= getvariable('as_of')
order by population, skill_id, week;
