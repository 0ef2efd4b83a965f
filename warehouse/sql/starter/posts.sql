-- One row a post, sorted by employer so that repeated posts lie together and compress to little.
-- A copy under another name stands under the employer of its opening: without texts it could not be found again.
-- `skills` packs skill index, zone and counts into one small number each.
with zones as (
    select unnest(['required', 'preferred', 'duty', 'company', 'legal', 'text']) as zone, unnest(range(6)) as zone_index
),
facts as (
    select distinct m.document_id, i.skill_index * 12 + z.zone_index * 2 + m.counts::integer as code
    from mentions as m
    inner join starter_skills as i on i.skill_id = m.skill_id
    inner join zones as z on z.zone = m.zone
    where m.document_kind = 'posting'
),
packed as (
    select document_id, list(code::usmallint order by code) as skills
    from facts
    group by document_id
),
clusters as (
    select o.employer_key, o.cluster_id, sum(o.postings) as postings
    from openings as o
    group by all
),
numbered as (
    select employer_key, cluster_id, (row_number() over (partition by employer_key order by cluster_id) - 1)::integer as copy
    from clusters
    where postings > 1
)
select
    p.native_id::bigint as post,
    p.posted_on,
    ('0x' || coalesce(o.employer_key, p.employer_key))::ubigint as employer,
    numbered.copy,
    r.role,
    r.role_family,
    r.seniority,
    coalesce(p.workplace, r.workplace) as workplace,
    coalesce(packed.skills, []) as skills
from posting_records as p
inner join readings as r on r.document_id = p.posting_id and r.document_kind = 'posting'
left join packed on packed.document_id = p.posting_id
left join opening_members as m on m.posting_id = p.posting_id
left join openings as o on o.opening_id = m.opening_id
left join numbered on numbered.cluster_id = o.cluster_id and numbered.employer_key = o.employer_key
where p.source = 'hn_hiring' and p.posted_on is not null
order by employer, copy nulls last, post
