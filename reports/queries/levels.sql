-- Every skill's share in every population for one week; below 30 effective openings no share is given.
with judged as (
    select *, coalesce(n_effective, 30) >= 30 as is_known
    from weekly_demand
    where week = $week
)
select
    d.population, d.skill_id, s.name, s.kind, s.guide_section, d.openings, d.mentioning, d.employers, d.share_raw,
    case when d.is_known then d.share end as share,
    case when d.is_known then d.share_low end as share_low,
    case when d.is_known then d.share_high end as share_high,
    d.n_effective, d.complete,
    case when d.is_known then d.share_corrected end as share_corrected,
    case when d.is_known then d.corrected_low end as corrected_low,
    case when d.is_known then d.corrected_high end as corrected_high
from judged d
join skills s using (skill_id)
order by d.population, share desc nulls last, d.skill_id
