insert into board_presence
select $source, $board, native_id, seen_from, seen_to
from staged_runs
where is_new;
