-- The days of a board's readings around a day, and whether that day is among them.
select
    max(read_on) filter (read_on < $read_on),
    min(read_on) filter (read_on > $read_on),
    coalesce(bool_or(read_on = $read_on), false)
from board_readings
where source = $source and board = $board;
