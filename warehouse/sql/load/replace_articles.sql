delete from article_records
using staged
where staged.article_id = article_records.article_id and staged.outcome in ('new', 'changed');

insert into article_records by name
select
    * exclude (outcome, kept_first_seen, kept_last_seen, kept_versions),
    kept_first_seen as first_seen,
    kept_last_seen as last_seen,
    kept_versions as versions
from staged
where outcome in ('new', 'changed');
