-- What a day's parts come to: complete when the parts up to a last one are all there and none of them is capped.
with parts as (
    select part, bool_or(is_last and not is_capped) as is_last, bool_and(is_capped) as is_capped
    from board_parts
    where source = $source and board = $board and read_on = $read_on and part > 0
    group by part
),
ends as (
    select coalesce(bool_or(
        e.is_last and e.part = (select count(*) from parts as p where p.part <= e.part and not p.is_capped)
    ), false) as is_complete
    from parts as e
),
held as (
    select count(*) > 0 as is_any
    from board_presence
    where source = $source and board = $board and seen_from <= $read_on and seen_to >= $read_on
)
select case
    when not exists (from parts) then 'unknown there'
    when not ends.is_complete then 'incomplete'
    when held.is_any then 'complete'
    else 'empty'
end
from ends, held;
