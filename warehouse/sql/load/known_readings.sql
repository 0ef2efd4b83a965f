select count(*)
from readings
semi join incoming_readings as i on i.document_id = readings.document_id and i.document_kind = readings.document_kind;
