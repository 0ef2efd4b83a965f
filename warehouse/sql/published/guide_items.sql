select guide_section, skill_id, position from guide_items order by rowid;
