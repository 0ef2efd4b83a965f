select skill_id, name, kind, guide_section, aliases from skills order by skill_id;
