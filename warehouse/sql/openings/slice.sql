select
    employer_key, role, posting_id, dated_on, active_until, copy_key, text_hash, title, location, extractor_version, signature,
    skills
from posted
where slice = $slice
order by employer_key, role, dated_on, posting_id;
