-- What the readings of a board say of its postings: first and last seen there, and closed when their last stretch is.
with lives as (
    select
        source || ':' || board || ':' || native_id as posting_id,
        min(seen_from) as seen_from,
        max(seen_to) as seen_to,
        last(closed_on order by spell) as closed_on
    from posting_spells
    where source = $source and board = $board
    group by all
)
update posting_records as p
set
    first_seen = least(p.first_seen, lives.seen_from),
    last_seen = greatest(p.last_seen, lives.seen_to),
    closed_on = lives.closed_on
from lives
where p.source = $source and p.board = $board and p.posting_id = lives.posting_id and not p.is_starter
    and (p.first_seen > lives.seen_from or p.last_seen < lives.seen_to or p.closed_on is distinct from lives.closed_on);
