-- Runs of near-duplicates are cut wherever nobody advertised for more than the pause.
create or replace temp table formed as
with members as (
    select c.component_id, s.posting_id, s.employer_key, s.role, p.dated_on, p.active_until, m.opening_id as old_id
    from posting_signatures as s
    inner join touched_clusters as c on c.cluster_id = s.cluster_id
    inner join posting_spans as p on p.posting_id = s.posting_id
    left join opening_members as m on m.posting_id = s.posting_id
),
spaced as (
    select
        *,
        dated_on - max(active_until) over (
            partition by component_id order by dated_on, posting_id rows between unbounded preceding and 1 preceding
        ) as silence
    from members
)
select
    * exclude (silence),
    count(*) filter (silence > $pause::integer) over (
        partition by component_id order by dated_on, posting_id rows between unbounded preceding and current row
    ) as event
from spaced;
