-- By which rules the stored openings were found; all of them are found again when the rules change.
create table if not exists opening_rules (version varchar not null);
