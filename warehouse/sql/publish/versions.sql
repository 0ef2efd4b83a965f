-- The extractor version that read most documents, live readings before those of the bundled history.
with read_by as (
    select extractor_version, count(*) filter (text_hash is not null) as live, count(*) as documents
    from readings
    group by extractor_version
)
select
    coalesce((select arg_max(extractor_version, (live, documents, extractor_version)) from read_by), 'none') as extractor_version,
    coalesce((select any_value(version) from taxonomy_state), 'none') as taxonomy_version,
    (select max(as_of_week) from guide_scorecard where as_of_week + 6 <= getvariable('as_of')) as week;
