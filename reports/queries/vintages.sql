-- Every publication of one week's report, oldest first.
select published_at, extractor_version, taxonomy_version, input_hash, path
from reports
where week = $week
order by published_at
