-- What stands behind a label and beside it: gates, shrunken slopes, decomposition, seasons, leads, controls, accuracy.

alter table skill_trends add column if not exists slope_shrunk double;
alter table skill_trends add column if not exists shrunk_low double;
alter table skill_trends add column if not exists shrunk_high double;
alter table skill_trends add column if not exists lfsr double;
alter table skill_trends add column if not exists yoy_change double;
alter table skill_trends add column if not exists yoy_low double;
alter table skill_trends add column if not exists yoy_high double;
alter table skill_trends add column if not exists slope_same_length double;
alter table skill_trends add column if not exists seasonal_ratio double;

alter table weekly_demand add column if not exists share_shrunk double;
alter table weekly_demand add column if not exists share_corrected double;
alter table weekly_demand add column if not exists corrected_low double;
alter table weekly_demand add column if not exists corrected_high double;

alter table population_weeks add column if not exists text_openings integer;
alter table population_weeks add column if not exists skills_per_opening double;

create table if not exists trend_gates (
    as_of_week date not null,
    population varchar not null,
    skill_id varchar not null,
    gate varchar not null,
    value double,
    threshold double not null,
    passed boolean not null
);

create table if not exists skill_decomposition (
    as_of_week date not null,
    population varchar not null,
    skill_id varchar not null,
    share_first double not null,
    share_last double not null,
    market double not null,
    sources double not null,
    roles double not null,
    continuing double not null,
    entrants double not null,
    leavers double not null
);

create table if not exists skill_seasonality (
    year integer not null,
    population varchar not null,
    skill_id varchar not null,
    month integer not null,
    factor double not null,
    strength double not null,
    years integer not null
);

create table if not exists lead_lag (
    as_of_week date not null,
    kind varchar not null,
    skill_id varchar not null,
    weeks integer not null,
    lag_weeks integer not null,
    lag_low integer,
    lag_high integer,
    correlation double not null,
    p_value double not null,
    q_value double not null,
    finding varchar not null
);

create table if not exists negative_controls (
    as_of_week date not null,
    population varchar not null,
    control varchar not null,
    skills integer not null,
    labelled integer not null,
    below_05 integer not null,
    skill_ids varchar[] not null
);

create table if not exists extraction_accuracy (
    skill_id varchar not null,
    precision double not null,
    recall double not null,
    n integer not null
);
