select as_of_week, population, control, skills, labelled, below_05, skill_ids
from negative_controls
where as_of_week + 6 <= getvariable('as_of')
order by as_of_week, population, control;
