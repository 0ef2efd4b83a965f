-- Documents of one kind by week and feed. The part of each field of research in the papers that are collected changes, so
-- that each field counts as a feed.
select
    f.week,
    concat_ws(':', f.source, r.feed, case when $kind = 'paper' then r.categories[1] end) as feed,
    count(*) as documents
from article_facts as f
left join article_records as r on r.article_id = f.article_id
where f.kind = $kind and f.week <= $week
group by all
order by all
