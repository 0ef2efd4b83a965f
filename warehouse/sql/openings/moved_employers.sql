create or replace temp table moved_employers as
select employer_key from moved_postings where employer_key is not null
union
select old_employer_key from moved_postings where old_employer_key is not null;
