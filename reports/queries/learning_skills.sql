-- Names of the skills one can learn, their place in the guide (smallest over its sections, sections in their order) and
-- their label in each population; where half a year shows nothing, what two years show.
with placed as (
    select skill_id, min(row_number) as guide_order
    from (select skill_id, row_number() over () as row_number from guide_items)
    group by skill_id
), judged as (
    select
        population, skill_id,
        case when label in ('uncertain', 'too little data') and long_label in ('rising', 'falling')
            then long_label || ' over two years' else label end as label
    from skill_trends
    where as_of_week = $week
)
select s.skill_id, s.name, s.kind, s.guide_section, p.guide_order,
    max(t.label) filter (where t.population = 'tech') as label_tech,
    max(t.label) filter (where t.population = 'ml') as label_ml
from skills s
left join placed p using (skill_id)
left join judged t on t.skill_id = s.skill_id
where s.kind not in ('role', 'industry', 'degree')
group by all
order by s.skill_id
