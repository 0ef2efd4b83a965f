-- Wordings of one role that were advertised within six weeks of a fresh one, in order of time.
with fresh as (
    select min(p.dated_on) as first_on, max(p.active_until) as until
    from posting_signatures as s
    semi join fresh_wordings as f on f.employer_key = s.employer_key and f.role = s.role and f.text_hash = s.text_hash
    inner join posting_spans as p on p.posting_id = s.posting_id
    where s.role = $role
)
select
    s.role,
    s.employer_key,
    s.text_hash,
    min(p.dated_on) as first_on,
    max(p.active_until) as until,
    any_value(s.signature) as signature,
    min(s.posting_id) as posting_id,
    any_value(f.text_hash) is not null as is_fresh
from posting_signatures as s
inner join posting_spans as p on p.posting_id = s.posting_id
left join fresh_wordings as f on f.employer_key = s.employer_key and f.role = s.role and f.text_hash = s.text_hash
cross join fresh
where s.signature is not null and s.role = $role
    and p.active_until >= fresh.first_on - $pause::integer
    and p.dated_on <= fresh.until + $pause::integer
group by s.role, s.employer_key, s.text_hash
order by first_on, posting_id;
