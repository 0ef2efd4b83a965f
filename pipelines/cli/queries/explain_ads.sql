-- One skill's plain shares of a week: among all advertisements, and among those with a text.
select openings, openings_with_text, demand, share_of_all, share_at_most, share_of_text
from weekly_all_ads
where week = $week and population = $population and skill_id = $skill
