-- Documents of a report by where they came from; imported ones are in no kept response.
select
    count(*) filter (raw_id is not null) as collected,
    count(*) filter (raw_id is null and not is_starter) as imported,
    count(*) filter (is_starter) as bundled
from (
    select raw_id, is_starter from posting_records where coalesce(posted_on, first_seen) <= getvariable('as_of')
    union all
    select raw_id, false from article_records where coalesce(published_on, first_seen) <= getvariable('as_of')
);
