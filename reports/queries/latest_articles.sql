-- The latest titled papers and posts that name each skill.
select distinct
    m.skill_id, a.kind, a.article_id, a.title, a.url, a.published_on as day,
    a.source, coalesce(s.title, a.source) as source_title, s.homepage, s.attribution
from mentions m
join articles a on a.article_id = m.document_id
left join sources s on s.source = a.source
where m.document_kind in ('paper', 'post') and m.counts and a.title is not null and trim(a.title) <> ''
    and a.published_on between $first_day and $last_day
qualify dense_rank() over (partition by m.skill_id, a.kind order by a.published_on desc, a.article_id) <= 3
order by m.skill_id, a.kind, day desc, a.article_id
