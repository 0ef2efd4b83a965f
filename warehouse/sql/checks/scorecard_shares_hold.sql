-- guide_scorecard: a share outside [0, 1] or outside its interval
select count(*)
from guide_scorecard
where share not between 0 and 1 or share_low > share or share_high < share
    or required_rate not between 0 and 1 or junior_share not between 0 and 1
    or paper_share not between 0 and 1 or post_share not between 0 and 1;
