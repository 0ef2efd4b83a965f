-- A sample of joined postings whose texts are at hand, half of them copies under another name where there are enough.
with texts as (select document_id from read_parquet($texts)),
joined as (
    select
        m.alike_to, m.posting_id, m.reason,
        row_number() over (
            partition by m.reason like 'copy%' order by md5(concat_ws(' ', $seed::varchar, m.posting_id))
        ) as place
    from opening_members as m
    inner join opening_members as earlier on earlier.posting_id = m.alike_to and earlier.opening_id = m.opening_id
    where m.alike_to in (select document_id from texts) and m.posting_id in (select document_id from texts)
)
select alike_to, posting_id, reason
from joined
order by place, reason, posting_id
limit $limit;
