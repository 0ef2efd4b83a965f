update article_records
set first_seen = staged.kept_first_seen, last_seen = staged.kept_last_seen
from staged
where staged.article_id = article_records.article_id
    and staged.outcome = 'unchanged'
    and (staged.kept_first_seen <> article_records.first_seen or staged.kept_last_seen <> article_records.last_seen);
