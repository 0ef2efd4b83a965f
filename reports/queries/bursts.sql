-- Bursts of papers and posts that had begun by this week, the newest first.
select signal, skill_id, began_on, ended_on, documents, mentioning, usual_share, weight
from attention_bursts
where began_on <= $week
order by skill_id, signal, began_on desc
