select as_of_week, population, skill_id, share_first, share_last, market, sources, roles, continuing, entrants, leavers
from skill_decomposition
where as_of_week + 6 <= getvariable('as_of')
order by population, as_of_week, skill_id;
