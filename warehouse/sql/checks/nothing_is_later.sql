-- a row dated after the day this is as of
select count(*)
from (
    select coalesce(posted_on, first_seen) as day from postings
    union all select last_seen from postings
    union all select published_on from articles
    union all select week from weekly_demand
    union all select as_of_week from skill_trends
)
where day > $as_of;
