-- Every opening once, in the week it was first advertised: cells may be added up in any way.
select
    week, role_family, role, country_group, coalesce(workplace, 'not stated') as workplace, seniority,
    count(*)::integer as openings
from snapshot.opening_facts
where week + 6 <= getvariable('as_of')
group by all
order by all;
