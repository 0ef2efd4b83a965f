select text_hash, any_value(text) as text
from posting_records
semi join (select unnest($hashes::varchar[]) as wanted_hash) as wanted on wanted.wanted_hash = posting_records.text_hash
where text is not null
group by text_hash;
