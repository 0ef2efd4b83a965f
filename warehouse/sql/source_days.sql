select source, posted_on, count(*) as openings
from opening_facts
where week <= $last_week
group by source, posted_on
