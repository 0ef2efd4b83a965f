select week, published_at, extractor_version, taxonomy_version, input_hash, path, note
from reports
where week + 6 <= getvariable('as_of')
order by week, published_at;
