-- Skills that tech openings of 52 weeks ask for together more often than chance would have it, the interval considered;
-- ranked by what the pair adds over chance. What is a kind or part of the other is no news.
select
    p.skill_id, p.other_id, s.name, p.both_named as openings, p.employers, p.share_of_skill as share_with,
    p.with_other / p.openings as share_all
from skill_pairs p
join skills s on s.skill_id = p.other_id
where p.population = 'tech' and p.log_odds_low > 0 and not p.is_related
qualify row_number() over (partition by p.skill_id order by p.both_named * ln(p.lift) desc, p.other_id) <= 8
order by p.skill_id, p.both_named * ln(p.lift) desc, p.other_id
