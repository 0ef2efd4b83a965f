-- How many documents of each source there are, and from when to when.
with documents as (
    select source, coalesce(posted_on, first_seen) as day from postings
    union all
    select source, published_on from articles
)
select source, count(*) as documents, min(day) as first_day, max(day) as last_day
from documents
where day <= $as_of
group by source
order by source
