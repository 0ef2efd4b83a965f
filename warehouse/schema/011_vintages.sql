-- What was published when: weekly shares in every wording that a report gave them, and what the reports were made from.

create table if not exists demand_vintages (
    week date not null,
    population varchar not null,
    skill_id varchar not null,
    openings integer not null,
    mentioning integer not null,
    employers integer not null,
    share_raw double,
    share double,
    share_low double,
    share_high double,
    complete boolean not null,
    published_at timestamp not null,
    replaced_at timestamp
);

-- Kept beside `loaded_responses` so that a run hashes only what is new.
create table if not exists response_hashes (raw_id varchar not null, sha256 varchar not null);

alter table reports add column if not exists note varchar;

-- From which inputs the stored level of a population's week was computed: it is computed anew when they are not the same.
create table if not exists measured_weeks (population varchar not null, week date not null, fingerprint varchar not null);
