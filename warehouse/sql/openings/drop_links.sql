-- Links of wordings that moved are found anew, links of wordings that are gone go.
create or replace temp table fresh_wordings as
select distinct s.employer_key, s.role, s.text_hash
from posting_signatures as s
semi join moved_postings as m on m.posting_id = s.posting_id
where s.signature is not null;

create or replace temp table lost_links as
with sides as (
    select l.rowid as link, l.employer_key, l.role, l.text_hash
    from copy_links as l
    union all
    select l.rowid, l.other_employer_key, l.role, l.other_text_hash
    from copy_links as l
)
select sides.link
from sides
semi join fresh_wordings as f
    on f.employer_key = sides.employer_key and f.role = sides.role and f.text_hash = sides.text_hash
union
select sides.link
from sides
anti join posting_signatures as s
    on s.employer_key = sides.employer_key and s.role = sides.role and s.text_hash = sides.text_hash;

delete from copy_links using lost_links where lost_links.link = copy_links.rowid;
