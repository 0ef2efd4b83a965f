-- Names that may be new skills, in the order of review, with the newest posting that names each.
with newest as (
    select c.term, p.url, p.title, p.source, row_number() over (partition by c.term order by p.posted_on desc, p.posting_id) as place
    from (select term, unnest(evidence) as posting_id from candidate_terms) as c
    inner join postings as p on p.posting_id = c.posting_id
    where p.url is not null
)
select
    c.rank, c.term, c.score, c.employers, c.employers_recent, c.employers_before, c.employers_expected, c.postings,
    c.first_week, c.last_week, c.is_common_word, c.nearest_skill_id, c.nearest_form, c.nearest_similarity, array_to_string(c.beside, ', ') as beside,
    n.url, n.title
from candidate_terms as c
left join newest as n on n.term = c.term and n.place = 1
where c.verdict = 'open'
order by c.rank
