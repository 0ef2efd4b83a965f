-- Bursts of papers and posts about a skill that had begun by this week.
select signal, began_on, ended_on, documents, mentioning, usual_share, weight
from attention_bursts
where skill_id = $skill and began_on <= $week
order by signal, began_on
