insert into board_parts
select $source, $board, $read_on, $part, $is_last, $is_capped
where not exists (
    select 1
    from board_parts
    where source = $source and board = $board and read_on = $read_on
        and part = $part and is_last = $is_last and is_capped = $is_capped
);
