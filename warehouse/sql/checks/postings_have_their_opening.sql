-- a posting whose opening is not published
select count(*)
from postings
anti join openings on openings.opening_id = postings.opening_id
where postings.opening_id is not null;
