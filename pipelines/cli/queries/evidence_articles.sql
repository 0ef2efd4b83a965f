-- Papers or posts of the four weeks that name a skill, one mention each.
with counted as (
    select
        a.article_id as document_id, a.source, a.title, a.url, a.published_on as dated_on,
        m.surface, m.start_char, m.end_char, m.zone,
        row_number() over (partition by a.article_id order by m.start_char) as place
    from articles as a
    inner join mentions as m on m.document_id = a.article_id and m.document_kind = a.kind
    where a.kind = $kind and m.skill_id = $skill and m.counts
        and a.published_on between $week::date - 21 and $week::date + 6
)

select * exclude (place)
from counted
where place = 1
order by dated_on desc, document_id
