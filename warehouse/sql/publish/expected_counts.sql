-- What the snapshot must hold, counted from the source tables by another way than the one that fills it.
select
    'postings' as relation,
    count(distinct posting_id) filter (coalesce(posted_on, first_seen) <= getvariable('as_of')) as expected
from posting_records
union all
select 'articles', count(distinct article_id) filter (coalesce(published_on, first_seen) <= getvariable('as_of'))
from article_records
union all
select 'openings', count(distinct m.opening_id)
from opening_members as m
inner join posting_records as p on p.posting_id = m.posting_id
where coalesce(p.posted_on, p.first_seen) <= getvariable('as_of')
union all
select 'skills', count(distinct skill_id) from skills;
