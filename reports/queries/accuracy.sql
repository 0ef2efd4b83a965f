-- How good the extractor is on labelled texts; the rows over all skills first.
select
    a.skill_id, a.kind, a."precision" as precision, a.precision_low, a.precision_high, a.recall, a.recall_low,
    a.recall_high, a.n, a.predicted
from extraction_accuracy a
order by a.skill_id <> 'all', a.n desc, a.skill_id, a.kind
