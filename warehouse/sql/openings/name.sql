-- An id once given stays with the postings that had it: with the earliest of them where they part.
create or replace temp table named as
with firsts as (
    select component_id, event, arg_min(posting_id, (dated_on, posting_id)) as first_id, min(dated_on) as first_on
    from formed
    group by component_id, event
),
heirs as (
    select
        old_id,
        arg_min({component_id: component_id, event: event}, (dated_on, posting_id)) as heir,
        min((dated_on, posting_id)) as since
    from formed
    where old_id is not null
    group by old_id
),
kept as (
    select heir.component_id as component_id, heir.event as event, arg_min(old_id, since) as opening_id
    from heirs
    group by heir
),
elsewhere as (
    select o.opening_id
    from openings as o
    anti join (select distinct old_id from formed where old_id is not null) as f on f.old_id = o.opening_id
    anti join touched_openings as t on t.opening_id = o.opening_id
    union all
    select opening_id from kept
),
fresh as (
    select
        f.component_id, f.event, n.number,
        left(md5(concat_ws(' ', 'opening', f.first_id, nullif(n.number, 0))), 16) as opening_id
    from firsts as f
    anti join kept on kept.component_id = f.component_id and kept.event = f.event
    cross join (select unnest(range(4)) as number) as n
),
free as (
    select fresh.component_id, fresh.event, arg_min(fresh.opening_id, fresh.number) as opening_id
    from fresh
    anti join elsewhere on elsewhere.opening_id = fresh.opening_id
    group by fresh.component_id, fresh.event
)
select component_id, event, opening_id from kept
union all
select component_id, event, opening_id from free;
