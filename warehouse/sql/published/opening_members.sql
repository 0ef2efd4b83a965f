-- Which postings an opening holds, and why: the grounds within an employer, else the copy that ties its cluster to another's.
with members as (
    select m.opening_id, m.posting_id, p.employer, p.employer_key, p.source, s.role, s.cluster_id, s.alike_to, s.likeness, s.reason
    from opening_members as m
    inner join posting_records as p on p.posting_id = m.posting_id
    inner join posting_signatures as s on s.posting_id = m.posting_id
    where coalesce(p.posted_on, p.first_seen) <= getvariable('as_of')
),
sides as (
    select role, employer_key, text_hash, other_employer_key, other_text_hash, jaccard, containment, reason
    from copy_links
    union all
    select role, other_employer_key, other_text_hash, employer_key, text_hash, jaccard, containment, reason
    from copy_links
),
tied as (
    select
        mine.cluster_id,
        arg_max(
            {alike_to: theirs.posting_id, likeness: sides.jaccard, containment: sides.containment, reason: sides.reason},
            (sides.jaccard, sides.containment, theirs.posting_id)
        ) as ground
    from sides
    inner join posting_signatures as mine
        on mine.employer_key = sides.employer_key and mine.role = sides.role and mine.text_hash = sides.text_hash
    inner join posting_signatures as theirs
        on theirs.employer_key = sides.other_employer_key and theirs.role = sides.role
        and theirs.text_hash = sides.other_text_hash
    inner join posting_signatures as first_of_mine on first_of_mine.posting_id = mine.cluster_id
    where (theirs.dated_on, theirs.posting_id) < (first_of_mine.dated_on, first_of_mine.posting_id)
    group by mine.cluster_id
)
select
    members.opening_id,
    members.posting_id,
    members.employer,
    members.source,
    coalesce(signs.is_agency, false) as is_agency,
    signs.evidence as agency_evidence,
    coalesce(members.alike_to, tied.ground.alike_to) as alike_to,
    coalesce(members.likeness, tied.ground.likeness) as likeness,
    case when members.alike_to is null then tied.ground.containment end as containment,
    coalesce(members.reason, 'copy under another name: ' || tied.ground.reason) as reason
from members
left join tied on tied.cluster_id = members.cluster_id and members.alike_to is null
left join employer_signs as signs on signs.employer_key = members.employer_key
order by members.opening_id, members.posting_id;
