-- Papers and posts of one week: documents read, how many name the skill, share with interval.
select kind, skill_id, documents, mentioning, share, share_low, share_high
from weekly_attention
where week = $week
order by kind, skill_id
