-- Every population that has a share, the broad ones first.
select population
from weekly_demand
group by population
order by list_position(['tech', 'ml'], population) nulls last, population
