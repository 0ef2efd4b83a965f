select
    as_of_week, rank, term, verdict, why, first_week, last_week, postings, employers, employers_recent, employers_before,
    employers_expected, score, is_common_word, nearest_skill_id, nearest_form, nearest_similarity, beside, evidence
from candidate_terms
where as_of_week + 6 <= getvariable('as_of')
order by rank;
