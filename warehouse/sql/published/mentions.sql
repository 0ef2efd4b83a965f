-- Sorted by skill so that one skill's evidence is read from few row groups.
with shown as (
    select posting_id as document_id, 'posting' as document_kind
    from posting_records
    where coalesce(posted_on, first_seen) <= getvariable('as_of')
    union all
    select article_id as document_id, kind as document_kind
    from article_records
    where coalesce(published_on, first_seen) <= getvariable('as_of')
)
select
    m.document_id, m.document_kind, m.skill_id, m.surface, m.start_char, m.end_char, m.zone, m.counts, m.extractor_version
from mentions as m
semi join shown on shown.document_id = m.document_id and shown.document_kind = m.document_kind
order by m.skill_id, m.document_kind, m.document_id, m.start_char, m.end_char, m.zone;
