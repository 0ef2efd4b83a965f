-- How often an ambiguous form, once taken for its skill, meant it: read by eye, kept with the taxonomy.
create table if not exists skill_precision (
    skill_id varchar not null,
    form varchar not null,
    read_mentions integer not null,
    right_mentions integer not null,
    "precision" double not null,
    precision_low double not null,
    precision_high double not null,
    primary key (skill_id, form)
);
