-- What each of these sources asks to be shown with its rows.
select source, coalesce(title, source) as title, homepage, attribution
from sources
where list_contains($sources, source)
order by source
