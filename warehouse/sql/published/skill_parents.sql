select distinct skill_id, parent_id from skill_parents order by all;
