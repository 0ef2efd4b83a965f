-- Boards whose reading of this day is empty or unknown after one that held postings, and how many those were.
-- `is_sure` when this is the second time in a row, so that the postings are closed.
with readings as (
    select
        source, board, read_on, outcome,
        lag(outcome) over earlier as before,
        last_value(case when outcome = 'complete' then read_on end ignore nulls) over earlier as held_on
    from board_readings
    where outcome <> 'incomplete'
    window earlier as (partition by source, board order by read_on)
),
emptied as (
    select *
    from readings
    where read_on = $read_on and outcome in ('empty', 'unknown there') and held_on is not null
)
select e.source, e.board, e.outcome, e.outcome = e.before as is_sure, count(*) as held, e.held_on
from emptied as e
inner join board_presence as p
    on p.source = e.source and p.board = e.board and p.seen_from <= e.held_on and p.seen_to >= e.held_on
group by all
order by e.source, e.board;
