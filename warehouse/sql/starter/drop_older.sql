-- An older edition goes as a whole; posts with live texts were never part of what is left of it.
delete from mentions
using posting_records as p
where p.is_starter and p.posting_id = mentions.document_id and mentions.document_kind = 'posting';

delete from readings
using posting_records as p
where p.is_starter and p.posting_id = readings.document_id and readings.document_kind = 'posting';

delete from posting_records where is_starter;

delete from starter_state;
