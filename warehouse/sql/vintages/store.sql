update demand_vintages
set replaced_at = $at::timestamp
from changed_demand as c
where c.was_published and c.week = demand_vintages.week and c.population = demand_vintages.population
    and c.skill_id = demand_vintages.skill_id and demand_vintages.replaced_at is null;

insert into demand_vintages by name
select week, population, skill_id, unnest(facts), $at::timestamp as published_at, null::timestamp as replaced_at
from changed_demand
where facts is not null;
