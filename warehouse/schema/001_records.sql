-- What was collected, what was read in it, and how postings became openings.
-- No primary keys on hash-like ids: uniqueness is a check before publishing (an index costs five times the space).

create table if not exists posting_records (
    posting_id varchar not null,
    source varchar not null,
    board varchar not null,
    native_id varchar not null,
    employer varchar not null,
    employer_key varchar not null,
    title varchar,
    text varchar,
    text_hash varchar,
    url varchar,
    posted_on date,
    location varchar,
    country varchar,
    workplace varchar,
    employment_type varchar,
    salary_min double,
    salary_max double,
    salary_currency varchar,
    salary_period varchar,
    language varchar,
    first_seen date not null,
    last_seen date not null,
    closed_on date,
    versions integer not null default 1,
    is_starter boolean not null default false,
    -- near-duplicates that were found where the texts still were (starter rows carry it in place of a text)
    copy_key varchar,
    raw_id varchar
);

create table if not exists article_records (
    article_id varchar not null,
    kind varchar not null,
    source varchar not null,
    feed varchar not null,
    native_id varchar not null,
    title varchar,
    text varchar,
    text_hash varchar,
    url varchar,
    published_on date,
    categories varchar[],
    first_seen date not null,
    last_seen date not null,
    versions integer not null default 1,
    raw_id varchar
);

create table if not exists readings (
    document_id varchar not null,
    document_kind varchar not null,
    text_hash varchar,
    extractor_version varchar not null,
    role varchar not null,
    role_family varchar not null,
    seniority varchar not null,
    workplace varchar,
    employment_type varchar,
    salary_min double,
    salary_max double,
    salary_currency varchar,
    salary_period varchar,
    language varchar,
    degrees struct(level varchar, field varchar, required boolean)[]
);

create table if not exists mentions (
    document_id varchar not null,
    document_kind varchar not null,
    skill_id varchar not null,
    surface varchar not null,
    start_char integer,
    end_char integer,
    zone varchar not null,
    counts boolean not null,
    extractor_version varchar not null
);

create table if not exists openings (
    opening_id varchar not null,
    employer_key varchar not null,
    role varchar not null,
    lead_posting_id varchar not null,
    first_on date not null,
    last_on date not null,
    postings integer not null,
    readvertised boolean not null
);

create table if not exists opening_members (
    posting_id varchar not null,
    opening_id varchar not null
);

-- What each posting looked like when it was last clustered: an employer is clustered again only when one of these moved.
create table if not exists posting_signatures (
    posting_id varchar not null,
    employer_key varchar not null,
    text_hash varchar,
    role varchar not null,
    dated_on date not null,
    signature blob
);

create table if not exists skills (
    skill_id varchar not null,
    name varchar not null,
    kind varchar not null,
    guide_section varchar,
    aliases varchar[] not null
);

create table if not exists skill_parents (skill_id varchar not null, parent_id varchar not null);

create table if not exists guide_items (guide_section varchar not null, skill_id varchar not null, position integer not null);

create table if not exists taxonomy_state (version varchar not null);

create table if not exists sources (
    source varchar not null,
    kind varchar not null,
    title varchar,
    enabled boolean not null,
    cadence varchar not null,
    terms varchar,
    attribution varchar,
    homepage varchar,
    reason_off varchar
);

create table if not exists source_health (
    run_at timestamp not null,
    source varchar not null,
    status varchar not null,
    requests integer not null,
    documents integer not null,
    new_documents integer not null,
    failures integer not null,
    message varchar not null
);

create table if not exists quarantine (
    source varchar not null,
    url varchar,
    reason varchar not null,
    detail varchar,
    seen_at timestamp not null,
    raw_id varchar
);

create table if not exists loaded_responses (
    raw_id varchar not null,
    loaded_on date not null,
    records integer not null,
    rejected integer not null
);
