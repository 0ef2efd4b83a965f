select
    as_of_week, population, skill_id, label, slope_per_quarter, slope_low, slope_high, ratio, p_value, q_value, openings,
    mentioning, employers, tier, reason, share_first, share_last, top_employer_share, sources, consecutive_weeks,
    slope_shrunk, shrunk_low, shrunk_high, lfsr, yoy_change, yoy_low, yoy_high, slope_same_length, seasonal_ratio,
    long_label, long_first, long_last, long_q_value
from skill_trends
where as_of_week + 6 <= getvariable('as_of')
order by population, as_of_week, skill_id;
