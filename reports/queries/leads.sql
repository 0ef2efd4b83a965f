-- Whether papers or posts run ahead of postings, skill by skill.
select l.kind, l.skill_id, s.name, l.weeks, l.lag_low, l.lag_high, l.q_value, l.finding
from lead_lag l
join skills s using (skill_id)
where l.as_of_week = $week
order by l.kind, l.q_value, l.skill_id
