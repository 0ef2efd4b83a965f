-- The clusters whose openings are formed anew: those of moved employers, those that shared an opening with one of
-- them, and all that are copies of any of these. `joined` says which cluster goes with which across employers.
create or replace temp table touched_clusters as
with started as (
    select s.cluster_id
    from posting_signatures as s
    semi join moved_employers as e on e.employer_key = s.employer_key
    union
    select s.cluster_id
    from touched_openings as o
    inner join opening_members as m on m.opening_id = o.opening_id
    inner join posting_signatures as s on s.posting_id = m.posting_id
),
components as (
    select distinct coalesce(j.component_id, started.cluster_id) as component_id
    from started
    left join joined as j on j.cluster_id = started.cluster_id
)
select coalesce(j.cluster_id, c.component_id) as cluster_id, c.component_id
from components as c
left join joined as j on j.component_id = c.component_id;
