-- Clusters of different employers that are copies of one another.
select distinct one.cluster_id as one_id, other.cluster_id as other_id
from copy_links as l
inner join posting_signatures as one
    on one.employer_key = l.employer_key and one.role = l.role and one.text_hash = l.text_hash
inner join posting_signatures as other
    on other.employer_key = l.other_employer_key and other.role = l.role and other.text_hash = l.other_text_hash
order by all;
