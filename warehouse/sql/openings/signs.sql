-- Who advertises for others, among employers with copies under another name: by name, by what the text says of a client,
-- or by sharing most of their texts with several employers.
create or replace temp table linked as
select employer_key, role, text_hash, other_employer_key as other_key from copy_links
union all
select other_employer_key, role, other_text_hash, employer_key from copy_links;

delete from employer_signs;

insert into employer_signs by name
with partners as (
    select employer_key, count(distinct other_key) as partners, count(distinct text_hash) as texts
    from linked
    group by employer_key
),
own as (
    select
        p.employer_key,
        max(p.employer) as employer,
        count(distinct p.text_hash) as texts,
        count(distinct p.text_hash) filter (regexp_matches(p.text, $client_words, 'i')) as client_texts
    from posting_records as p
    semi join partners as a on a.employer_key = p.employer_key
    group by p.employer_key
),
signs as (
    select
        own.employer_key,
        regexp_matches(own.employer, $agency_words, 'i') as by_name,
        own.client_texts * 2 >= own.texts as by_client,
        partners.partners >= 3 and partners.texts >= 3 and partners.texts * 2 >= own.texts as by_copies,
        own.texts, own.client_texts, partners.partners, partners.texts as copied_texts
    from own
    inner join partners on partners.employer_key = own.employer_key
)
select
    employer_key,
    by_name or by_client or by_copies as is_agency,
    concat_ws('; ',
        case when by_name then 'its name says so' end,
        case when client_texts > 0 then printf('%d of %d texts speak of a client', client_texts, texts) end,
        printf('%d of %d texts also stand under %d other names', copied_texts, texts, partners)) as evidence
from signs;
