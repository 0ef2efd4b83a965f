-- What the measures compute. Weeks are the Monday of an ISO week; shares are fractions.

create table if not exists weekly_demand (
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
    n_effective double
);

create table if not exists skill_trends (
    as_of_week date not null,
    population varchar not null,
    skill_id varchar not null,
    label varchar not null,
    slope_per_quarter double,
    slope_low double,
    slope_high double,
    ratio double,
    p_value double,
    q_value double,
    openings integer not null,
    mentioning integer not null,
    employers integer not null,
    tier integer,
    reason varchar,
    share_first double,
    share_last double,
    top_employer_share double,
    sources integer,
    consecutive_weeks integer
);

create table if not exists weekly_attention (
    week date not null,
    kind varchar not null,
    skill_id varchar not null,
    documents integer not null,
    mentioning integer not null,
    share double,
    share_low double,
    share_high double
);

create table if not exists guide_scorecard (
    as_of_week date not null,
    guide_section varchar not null,
    skill_id varchar not null,
    name varchar not null,
    share double,
    share_low double,
    share_high double,
    label varchar not null,
    required_rate double,
    junior_share double,
    paper_share double,
    post_share double
);

create table if not exists cell_weights (
    as_of_week date not null,
    source varchar not null,
    role_family varchar not null,
    weight double not null
);

create table if not exists population_weeks (
    week date not null,
    population varchar not null,
    openings integer not null,
    employers integer not null,
    design_effect double,
    minimum_detectable_rise double,
    complete boolean not null,
    note varchar
);

create table if not exists weekly_sources (
    week date not null,
    source varchar not null,
    postings integer not null,
    openings integer not null,
    duplicate_share double,
    complete boolean not null,
    note varchar
);

create table if not exists reports (
    week date not null,
    published_at timestamp not null,
    extractor_version varchar not null,
    taxonomy_version varchar not null,
    input_hash varchar not null,
    path varchar not null
);
