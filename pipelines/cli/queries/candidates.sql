select
    rank, term, verdict, why, score, employers, employers_recent, employers_before, employers_expected, postings,
    first_week, last_week, is_common_word, nearest_skill_id, nearest_form, nearest_similarity, beside, evidence
from candidate_terms
order by rank;
