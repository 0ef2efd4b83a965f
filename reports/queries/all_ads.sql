-- Shares of all advertisements beside those of texts, where some advertisements of the week have none.
select population, skill_id, openings, openings_with_text, demand, share_of_all, share_at_most, share_of_text
from weekly_all_ads
where week = $week and population in ('tech', 'ml') and openings > openings_with_text
