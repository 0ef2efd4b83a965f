select
    skill_id, kind, "precision", precision_low, precision_high, recall, recall_low, recall_high, n, predicted
from extraction_accuracy
order by skill_id <> 'all', kind, n desc, skill_id;
