-- The runs of presence that a reading changes: old ones go, new ones come.
-- A run that lies around a new day without its posting is cut in two; a posting seen on a day outside its runs joins
-- the run that ends on the reading before and the run that begins on the reading after.
create or replace temp table staged_runs as
with runs as (
    select native_id, seen_from, seen_to
    from board_presence
    where source = $source and board = $board
),
cut as (
    select r.*
    from runs as r
    anti join incoming_ids as i on i.native_id = r.native_id
    where r.seen_from < $read_on and r.seen_to > $read_on and not $is_known
),
fresh as (
    select i.native_id
    from incoming_ids as i
    anti join runs as r on r.native_id = i.native_id and r.seen_from <= $read_on and r.seen_to >= $read_on
),
joined as (
    select f.native_id, earlier.seen_from, later.seen_from as later_from, later.seen_to
    from fresh as f
    left join runs as earlier on earlier.native_id = f.native_id and earlier.seen_to = $before
    left join runs as later on later.native_id = f.native_id and later.seen_from = $after
)
select false as is_new, native_id, seen_from, seen_to from cut
union all
select false, native_id, seen_from, null from joined where seen_from is not null
union all
select false, native_id, later_from, null from joined where later_from is not null
union all
select true, native_id, seen_from, $before from cut
union all
select true, native_id, $after, seen_to from cut
union all
select true, native_id, coalesce(seen_from, $read_on), coalesce(seen_to, $read_on) from joined;
