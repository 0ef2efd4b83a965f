delete from mentions
using incoming_readings as i
where i.document_id = mentions.document_id and i.document_kind = mentions.document_kind;

delete from readings
using incoming_readings as i
where i.document_id = readings.document_id and i.document_kind = readings.document_kind;
