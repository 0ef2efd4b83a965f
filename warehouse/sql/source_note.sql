update weekly_sources
set complete = false, note = $note
where week = $week and source = $source
