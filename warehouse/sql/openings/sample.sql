-- The same wordings whatever their order of arrival: those with the smallest hashes.
select employer_key, text
from posting_records
where text is not null
qualify row_number() over (partition by text_hash order by posting_id) = 1
order by text_hash
limit $wordings;
