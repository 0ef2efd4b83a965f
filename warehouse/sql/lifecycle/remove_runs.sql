delete from board_presence
using staged_runs as s
where not s.is_new and board_presence.source = $source and board_presence.board = $board
    and board_presence.native_id = s.native_id and board_presence.seen_from = s.seen_from;
