-- How many documents of one kind name each skill of the taxonomy, by week and feed as in burst_documents.sql; skills that
-- fewer than $least documents name are left out.
with named as (
    select
        f.week,
        concat_ws(':', f.source, r.feed, case when $kind = 'paper' then r.categories[1] end) as feed,
        s.skill_id
    from article_facts as f
    inner join article_skills as s on s.article_id = f.article_id
    left join article_records as r on r.article_id = f.article_id
    where f.kind = $kind and f.week <= $week and s.skill_id in (select skill_id from skills)
)
select week, feed, skill_id, count(*) as documents
from named
where skill_id in (select skill_id from named group by skill_id having count(*) >= $least)
group by all
order by all
