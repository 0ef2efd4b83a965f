-- How often an ambiguous form, once taken for its skill, meant it: mentions read by eye, most of them first.
select
    p.skill_id, p.form, p.read_mentions, p.right_mentions, p."precision" as precision, p.precision_low, p.precision_high
from skill_precision p
order by p.skill_id, p.read_mentions desc, p.form
