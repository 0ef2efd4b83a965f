delete from candidate_slots where document_id in (select unnest($ids::varchar[]));
