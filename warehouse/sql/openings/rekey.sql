update posting_records
set employer_key = rekeyed.new_key
from rekeyed
where rekeyed.employer = posting_records.employer and rekeyed.old_key = posting_records.employer_key
    and not posting_records.is_starter;
