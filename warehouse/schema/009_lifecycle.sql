-- The life of a posting: which readings of its board held it, and how it was worded before.
-- Facts by day, in whatever order they come; opened, closed and back again are derived from them.

-- Every part of a reading of a board. Part 0 says that the service did not know the board (404).
create table if not exists board_parts (
    source varchar not null,
    board varchar not null,
    read_on date not null,
    part integer not null,
    is_last boolean not null,
    is_capped boolean not null
);

-- One row a board and day. `outcome`: complete; empty (complete, with no posting at all); unknown there; incomplete.
create table if not exists board_readings (
    source varchar not null,
    board varchar not null,
    read_on date not null,
    outcome varchar not null
);

-- On which days a board was seen to hold a posting: runs without a day of `board_readings` on which it did not.
create table if not exists board_presence (
    source varchar not null,
    board varchar not null,
    native_id varchar not null,
    seen_from date not null,
    seen_to date not null
);

-- What a posting said before its present wording; a wording that comes back leaves this table.
create table if not exists former_wordings (
    posting_id varchar not null,
    text_hash varchar not null,
    employer varchar not null,
    title varchar,
    text varchar,
    url varchar,
    posted_on date,
    location varchar,
    seen_from date not null,
    seen_to date not null,
    raw_id varchar
);

-- The days on which the stored wording was read first and last; NULL in rows of older files: `first_seen`, `last_seen`.
-- A listing of its board may see a posting later than its row was read.
alter table posting_records add column if not exists wording_since date;
alter table posting_records add column if not exists wording_until date;

-- The days on which a posting that was not seen counts as missing. A board that is suddenly empty or unknown is
-- believed when the reading next to it says so again.
create or replace view board_evidence as
with readings as (
    select
        source, board, read_on, outcome,
        lag(outcome) over neighbours as before,
        lead(outcome) over neighbours as after
    from board_readings
    where outcome <> 'incomplete'
    window neighbours as (partition by source, board order by read_on)
)
select
    source, board, read_on, outcome,
    lead(read_on) over (partition by source, board order by read_on) as next_read_on
from readings
where outcome = 'complete' or outcome = before or outcome = after;

-- Each stretch of days on which a posting was open. Two days of evidence in a row without it close it, on the first.
create or replace view posting_spells as
with runs as (
    select
        source, board, native_id, seen_from, seen_to,
        lead(seen_from) over (partition by source, board, native_id order by seen_from) as next_from
    from board_presence
),
ended as (
    select
        r.*, e.read_on as missed_on, e.outcome,
        e.next_read_on is not null and (r.next_from is null or e.next_read_on < r.next_from) as closes
    from runs as r
    asof left join board_evidence as e on e.source = r.source and e.board = r.board and r.seen_to < e.read_on
),
numbered as (
    select
        *,
        count(*) filter (closes) over (
            partition by source, board, native_id order by seen_from rows between unbounded preceding and 1 preceding
        ) + 1 as spell
    from ended
)
select
    source, board, native_id, spell,
    min(seen_from) as seen_from,
    max(seen_to) as seen_to,
    max(missed_on) filter (closes) as closed_on,
    case max(outcome) filter (closes)
        when 'complete' then 'missing from its board'
        when 'empty' then 'its board was empty'
        when 'unknown there' then 'its board was gone (404)'
    end as closed_by
from numbered
group by all;

-- For the stock: open on a day means `opened_on <= day and (closed_on is null or closed_on > day)`. Only postings of
-- boards that list all of theirs. A posting is taken as open since its own date, at its first stretch.
create or replace view open_spells as
select
    p.posting_id, s.spell,
    case when s.spell = 1 then least(coalesce(p.posted_on, s.seen_from), s.seen_from) else s.seen_from end as opened_on,
    s.seen_from, s.seen_to, s.closed_on, s.closed_by
from posting_spells as s
inner join posting_records as p on p.posting_id = s.source || ':' || s.board || ':' || s.native_id;

-- Every wording of a posting, oldest first; the present one has `is_current`.
create or replace view posting_versions as
with wordings as (
    select
        posting_id, text_hash, employer, title, text, url, posted_on, location,
        coalesce(wording_since, first_seen) as seen_from, coalesce(wording_until, last_seen) as seen_to,
        true as is_current, raw_id
    from posting_records
    where text_hash is not null and not is_starter
    union all
    select
        posting_id, text_hash, employer, title, text, url, posted_on, location, seen_from, seen_to, false, raw_id
    from former_wordings
)
select
    posting_id,
    row_number() over (partition by posting_id order by seen_from, seen_to, text_hash)::integer as version,
    * exclude (posting_id)
from wordings;
