-- The bundled history: which edition is loaded, and which openings are runs of one advertisement.

alter table openings add column if not exists cluster_id varchar;

create table if not exists starter_state (
    extractor_version varchar not null,
    posts integer not null
);
