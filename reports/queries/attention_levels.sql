-- Papers and posts of one week: documents read, how many name the skill, share with interval; of less than 30 no share.
select
    kind, skill_id, documents, mentioning,
    case when documents >= 30 then share end as share,
    case when documents >= 30 then share_low end as share_low,
    case when documents >= 30 then share_high end as share_high
from weekly_attention
where week = $week
order by kind, skill_id
