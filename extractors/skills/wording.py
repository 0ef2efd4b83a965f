"""Turns of phrase that zones are told by, as patterns: tasks of a list, open roles with a description, who gave money.

Belongs here: patterns alone. Does not belong here: what follows from them (`line_zones.py`).
"""

import re

# An item of a list that says what one does there, whatever it asks for besides: "Define APIs to meet requirements".
TASK = re.compile(
    r"\s{0,8}[-*•·▪●◦–][ \t]+(?:(?:and|also|actively|continuously|proactively)\s)?"
    r"(?:analy[sz]|appl(?:y|ie)|assist|automat|build|champion|coach|collaborat|communicat|conduct|configur|construct|"
    r"contribut|coordinat|creat|debug|defin|deliver|deploy|design(?!er)|develop(?!er|ment\s(?:experience|skills))|"
    r"document|driv(?!er)|enabl|ensur|establish|evaluat|execut|extend|facilitat|guid|help|identif|implement|improv|"
    r"integrat|investigat|lead(?=\s(?:an?|the|our|and|in|teams?|projects?)\b)|leverag|maintain|manag(?!er|ement)|mentor|monitor|operat|optimi[sz]|oversee|own(?!er)|"
    r"participat|perform(?!ance)|prepar|prototyp|provid|recommend|refin|review|scal|serv|set|shap|ship|solv|support|"
    r"track|translat|troubleshoot|updat|validat|work(?!ing knowledge)|writ)(?:e|es|s|d|ed|ing|ting|y|ies)?\s",
    re.IGNORECASE,
)
# "Senior Design Engineer – Build our design system": where the words that name a role end.
ROLE_DASH = re.compile(r"\s[–—-]\s(?=[A-Z][a-z]+\s(?:on|and|our|the|an?|in|out|with|to|of|for)\b)")
# "Engineers can't keep up with their dashboards: ...": a line about engineers that opens no role.
SAYING = re.compile(r"\b(?:can|cannot|can't|can’t|their|they|have|has|needs?|keep|spend)\b", re.IGNORECASE)
# Who gave money, whatever the rest of the sentence says, and what a product is likened to: "angels from Notion and
# Scale AI, and we're looking for", "think Vercel for commerce".
BACKERS = re.compile(
    r"\b(?:angels?|investors?|invested in by)\b"
    r"(?:(?!\b(?:looking|hiring|seeking|stack|experience|using|built)\b)[^.;\n]){0,80}$"
    r"|(?:\b[Tt]hink|\b[Ii]magine)\s$",
    re.IGNORECASE,
)
# "Hiring best-practices", "hiring platform": what a product is for; "we need to move": no sentence that hires.
HIRING_BUSINESS = re.compile(
    r"(?<=[Ww]e need)\sto\s(?!hire|add|grow|find|bring|recruit|fill|expand)"
    r"|[\s-](?:best[\s-]practices?|practices?|process(?:es)?|platforms?|workflows?|decisions?|market|[Cc]ompany|[Cc]ompanies)\b"
)
# The label of a task, of three words or more: "- Advance our tech: ...".
TASK_LABEL = re.compile(r"\s{0,8}[-*•·▪●◦–][ \t]+[A-Z][\w-]+(?: [\w&/-]+){2,7}:\s")
# "Looking for an engineer to build our search": from here on, what one is hired to do.
HIRED_TO = re.compile(
    r"\s(?:to|who will|who'll|who’ll)\s(?:work on|help|build|develop|design|support|drive|create|scale|assist|"
    r"architect|implement|maintain|improve|deliver|own|define|extend|automate|shape|run|operate|expand|grow)\b"
)
# "We're Django on AWS with React", "We have a Django-based backend".
WE_ARE_STACK = re.compile(
    r"[\s*•-]{0,4}We(?:(?:'re|’re| are) [A-Z][\w.+#]+(?: on | with |/|\s?\+\s)|"
    r" (?:have|run|maintain) an? [A-Z][\w.+#]+(?:[ -]based)? (?:front|back|code|app|stack|monolith|service)[\w-]*)"
)
# "Acme is built with Django on the backend": told of a side, what a product is made of is the team's stack.
SIDE = re.compile(r"\b(?:[Bb]ack|[Ff]ront)[ -]?end\b")
# A line that opens a list of roles.
ROLES_LINE = frozenset(("roles", "role", "positions", "position", "jobs", "vacancies"))
