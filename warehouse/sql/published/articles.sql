select article_id, kind, source, title, url, published_on, categories
from article_records
where coalesce(published_on, first_seen) <= getvariable('as_of')
order by coalesce(published_on, first_seen), article_id;
