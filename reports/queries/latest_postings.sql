-- The latest titled postings that name each skill.
select distinct
    m.skill_id, p.posting_id, p.title, p.employer, p.url, coalesce(p.posted_on, p.first_seen) as day,
    p.source, coalesce(s.title, p.source) as source_title, s.homepage, s.attribution
from mentions m
join postings p on p.posting_id = m.document_id
left join sources s on s.source = p.source
where m.document_kind = 'posting' and m.counts and p.title is not null and trim(p.title) <> ''
    and coalesce(p.posted_on, p.first_seen) between $first_day and $last_day
qualify dense_rank() over (
    partition by m.skill_id order by coalesce(p.posted_on, p.first_seen) desc, p.posting_id
) <= 5
order by m.skill_id, day desc, p.posting_id
