-- A posting that its service had said was taken down, and that it shows again, is open; boards that list all of theirs
-- say themselves which of them are.
update posting_records as p
set closed_on = null
from staged as s
where s.posting_id = p.posting_id and p.closed_on is not null and not s.is_stale
    and not exists (from board_readings as b where b.source = p.source and b.board = p.board);
