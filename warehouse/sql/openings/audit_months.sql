-- Months with texts, in an order that the seed decides.
select date_trunc('month', coalesce(p.posted_on, p.first_seen))::date as month
from postings as p
semi join read_parquet($texts) as t on t.document_id = p.posting_id
where p.opening_id is not null
group by month
having count(*) > 1
order by md5(concat_ws(' ', $seed::varchar, month));
