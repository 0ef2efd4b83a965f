select skill_id, name, kind, guide_section, aliases
from skills
order by lower(name), skill_id
