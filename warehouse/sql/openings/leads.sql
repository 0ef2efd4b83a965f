-- An opening speaks with the words of the employer itself: its own board before boards of many employers, and any of
-- them before an agency; a text that names its employer before one that does not. Openings advertised in one place by one employer keep their earliest posting.
create or replace temp table crowded as
with places as (
    select m.opening_id, m.posting_id, p.employer_key, p.source, p.board, p.employer like 'unnamed (%' as is_unnamed
    from opening_members as m
    inner join posting_records as p on p.posting_id = m.posting_id
    where m.opening_id in (select opening_id from named)
        or m.opening_id in (
            select linked.opening_id
            from opening_members as linked
            inner join posting_signatures as s on s.posting_id = linked.posting_id
            semi join joined as j on j.cluster_id = s.cluster_id
        )
)
select *
from places
qualify min(hash(employer_key, source, board)) over (partition by opening_id)
    <> max(hash(employer_key, source, board)) over (partition by opening_id);

create or replace temp table own_boards as
select p.source, p.board
from posting_records as p
semi join crowded as c on c.source = p.source and c.board = p.board
group by p.source, p.board
having count(distinct p.employer_key) = 1;

update openings
set lead_posting_id = best.posting_id, employer_key = best.employer_key
from (
    select c.opening_id, c.posting_id, c.employer_key
    from crowded as c
    inner join posting_spans as p on p.posting_id = c.posting_id
    left join own_boards as o on o.source = c.source and o.board = c.board
    left join employer_signs as s on s.employer_key = c.employer_key
    qualify row_number() over (
        partition by c.opening_id
        order by coalesce(s.is_agency, false), o.board is null, c.is_unnamed, p.dated_on, c.posting_id
    ) = 1
) as best
where best.opening_id = openings.opening_id and best.posting_id <> openings.lead_posting_id;
