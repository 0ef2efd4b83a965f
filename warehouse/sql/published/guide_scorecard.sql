select
    as_of_week, guide_section, skill_id, name, share, share_low, share_high, label, required_rate, junior_share,
    paper_share, post_share
from guide_scorecard
where as_of_week + 6 <= getvariable('as_of')
order by as_of_week, rowid;
