with flow as (
    select f.week, p.population, count(*) as openings, count(distinct f.employer) as employers
    from snapshot.opening_facts as f
    inner join snapshot.opening_populations as p on p.opening_id = f.opening_id
    group by all
),
standing as (
    select week, unnest([
        case when role_family in ('ml', 'software') then 'tech' end, case when role_family = 'ml' then 'ml' end, role
    ]) as population, openings, assumed
    from snapshot.weekly_stock
),
stock as (
    select week, population, sum(openings) as openings, sum(assumed) as assumed
    from standing
    where population is not null
    group by all
),
read_on as (
    select source, board, min(read_on) as first_read_on, max(read_on) as last_read_on
    from board_readings
    where outcome <> 'incomplete' and read_on <= getvariable('as_of')
    group by source, board
),
boards as (
    select weeks.week, count(read_on.board) as boards
    from (select distinct week from snapshot.population_weeks) as weeks
    left join read_on on weeks.week between read_on.first_read_on and read_on.last_read_on
    group by weeks.week
)
select
    w.week, w.population,
    coalesce(flow.openings, 0)::integer as new_openings,
    coalesce(flow.employers, 0)::integer as new_employers,
    coalesce(stock.openings, 0)::integer as stock,
    coalesce(stock.assumed, 0)::integer as stock_assumed,
    boards.boards::integer as boards
from snapshot.population_weeks as w
left join flow on flow.week = w.week and flow.population = w.population
left join stock on stock.week = w.week and stock.population = w.population
inner join boards on boards.week = w.week
order by w.population, w.week;
