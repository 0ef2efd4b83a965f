select
    signal, skill_id, began_on, case when ended_on + 6 <= getvariable('as_of') then ended_on end as ended_on, documents,
    mentioning, usual_share, weight
from attention_bursts
where began_on + 6 <= getvariable('as_of')
order by signal, skill_id, began_on;
