select
    count(*) filter (was_published and facts is not null) as changed,
    count(*) filter (was_published and facts is null) as gone,
    count(*) filter (not was_published) as added,
    (
        select count(*)
        from demand_vintages
        where replaced_at is null and week between $first::date and $last::date
    ) as known
from changed_demand;
