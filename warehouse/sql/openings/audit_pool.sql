-- Postings of some months, with their texts and openings.
select p.posting_id, t.text, p.opening_id
from postings as p
inner join read_parquet($texts) as t on t.document_id = p.posting_id
where p.opening_id is not null
    and coalesce(p.posted_on, p.first_seen) >= $month::date
    and coalesce(p.posted_on, p.first_seen) < $month::date + interval 3 month
order by coalesce(p.posted_on, p.first_seen), p.posting_id
limit $limit;
