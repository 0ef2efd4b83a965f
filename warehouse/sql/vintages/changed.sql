-- Weekly shares of the weeks that a report rests on, where they are not as they were last published.
create or replace temp table changed_demand as
with present as (
    select
        week, population, skill_id,
        {
            openings: openings, mentioning: mentioning, employers: employers, share_raw: share_raw, share: share,
            share_low: share_low, share_high: share_high, complete: complete
        } as facts
    from weekly_demand
    where week between $first::date and $last::date
),
known as (
    select
        week, population, skill_id,
        {
            openings: openings, mentioning: mentioning, employers: employers, share_raw: share_raw, share: share,
            share_low: share_low, share_high: share_high, complete: complete
        } as facts
    from demand_vintages
    where replaced_at is null and week between $first::date and $last::date
)
select
    coalesce(present.week, known.week) as week,
    coalesce(present.population, known.population) as population,
    coalesce(present.skill_id, known.skill_id) as skill_id,
    present.facts,
    known.facts is not null as was_published
from present
full join known
    on known.week = present.week and known.population = present.population and known.skill_id = present.skill_id
where present.facts is distinct from known.facts;
