with last_spells as (
    select source || ':' || board || ':' || native_id as posting_id, closed_on
    from posting_spells
    where source = $source and board = $board
    qualify row_number() over (partition by native_id order by spell desc) = 1
)
update posting_records
set closed_on = last_spells.closed_on
from last_spells
where posting_records.source = $source and posting_records.board = $board
    and posting_records.posting_id = last_spells.posting_id
    and posting_records.closed_on is distinct from last_spells.closed_on;
