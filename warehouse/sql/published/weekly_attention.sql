select week, kind, skill_id, documents, mentioning, share, share_low, share_high
from weekly_attention
where week + 6 <= getvariable('as_of')
order by kind, skill_id, week;
