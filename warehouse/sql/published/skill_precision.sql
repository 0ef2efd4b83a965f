select skill_id, form, read_mentions, right_mentions, "precision", precision_low, precision_high
from skill_precision
order by skill_id, form;
