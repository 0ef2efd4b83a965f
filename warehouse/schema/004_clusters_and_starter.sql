-- Which openings are runs of one advertisement, and which edition of the bundled history is loaded.

alter table openings add column if not exists cluster_id varchar;

-- Texts that are only alike are one opening where their places agree, so a changed place clusters an employer again.
alter table posting_signatures add column if not exists location varchar;

create table if not exists starter_state (
    extractor_version varchar not null,
    posts integer not null
);
