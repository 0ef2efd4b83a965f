-- Names beside known technologies that are not in the taxonomy, and how good the extractor is on a labelled set.

create table if not exists candidate_slots (
    document_id varchar not null,
    term varchar not null,
    surface varchar not null,
    start_char integer not null,
    end_char integer not null,
    beside varchar[] not null
);

create table if not exists candidate_terms (
    as_of_week date not null,
    rank integer not null,
    term varchar not null,
    verdict varchar not null,
    why varchar,
    first_week date not null,
    last_week date not null,
    postings integer not null,
    employers integer not null,
    employers_recent integer not null,
    employers_before integer not null,
    employers_expected double not null,
    score double not null,
    is_common_word boolean not null,
    nearest_skill_id varchar,
    nearest_form varchar,
    nearest_similarity double,
    beside varchar[] not null,
    evidence varchar[] not null
);

alter table extraction_accuracy add column if not exists kind varchar;
alter table extraction_accuracy add column if not exists precision_low double;
alter table extraction_accuracy add column if not exists precision_high double;
alter table extraction_accuracy add column if not exists recall_low double;
alter table extraction_accuracy add column if not exists recall_high double;
alter table extraction_accuracy add column if not exists predicted integer;
