-- The sources whose rows are published, with what they ask to be shown with them.
with used as (
    select source from posting_records
    union
    select source from article_records
)
select s.source, s.title, s.homepage, s.attribution, s.terms
from sources as s
semi join used on used.source = s.source
order by s.source;
