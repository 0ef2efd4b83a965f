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
# One works "across the stack", at any "layer of the stack"; "across the stack (Python, React)" names it.
_ANY_STACK = re.compile(r"(?:(?<=across the stack)|(?<=of the stack)|(?<=down the stack))(?! \()")
# Cues that mean nothing where this follows them.
NOT_MEANT = {"hire": HIRING_BUSINESS, "stack": _ANY_STACK}
# "For some roles, fluency in AI is a requirement": said of every opening of the company.
SOME_ROLES = re.compile(r"\b[Ff]or (?:some|every|all|most|many|certain) (?:of our )?roles?\b")
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
# "That includes Kafka": of what was said before.
GOES_ON = re.compile(r"\s?(?:That|This|These|Which) includes?\b")
# Customers and the like, of whom a technology is the name.
OTHER_COMPANIES = re.compile(
    r"\b(?:customers?|clients?|companies|organi[sz]ations|brands|enterprises|investors?|angels?|partners?|alumni|"
    r"veterans|backed by|led by|used by|trusted by|worked at|"
    r"engineers? (?:at|from)|teams? (?:of \w+ )?\(?(?:from|at)|people (?:at|from)|previously at|formerly|founders? of|"
    r"logos|fintechs|leaders|startups like|apps like|ex)\b"
    r"[^.;\n]{0,90}(?:\.(?=\w)[^.;\n]{0,40}){0,4}$|"
    r"\braised \S{1,12}(?: \w+)? from\b(?:(?!\sto\s)[^.;\n]){0,90}$",
    re.IGNORECASE,
)
# What is not asked for: "no Java", "you don't need to know Kafka"; "no" alone must be followed by what is not needed.
NEGATED_LEFT = re.compile(
    r"(?:\bno\s(?:(?:prior|previous|deep|specific|special|formal|extensive)\s)?"
    r"(?:experience\s(?:with|in)\s|knowledge\sof\s)?"
    r"|\b(?:don't|don’t|do not|needn't)\sneed\s(?:to\shave\s)?(?:any\s|prior\s){0,2}"
    r"(?:experience|background|knowledge)\s(?:\w+\s){1,2}"
    r"|\b(?:don't|don’t|do not|won't|won’t|will not|needn't|not)\s(?:need|have|require)(?:\sto)?(?:\sbe|\sknow|"
    r"\sknowing|\sexperience)?"
    r"(?:\s(?:an?|any|with|in|expert|of|deep|prior))?\s"
    r"|\bno\sneed\s(?:to\s(?:be|know|have)|for)\s(?:an?\s|any\s)?"
    r"|\bnot\s(?:based on|looking for|hiring|using|use|a|an)\s(?:an?\s)?"
    r"|\b(?:do not|don't|don’t)\suse\s|\binstead of\s|\brather than\s|\bwithout\s(?:any\s)?)"
    # "no experience with Java or Scala": of the second name too.
    r"(?:[\w+#./-]{1,20}(?:\s[\w+#./-]{1,20})?\sor\s)?$",
    re.IGNORECASE,
)
NO_ALONE = re.compile(r"\bno\s(?:(?:prior|previous|deep|specific|special|formal|extensive)\s)?$", re.IGNORECASE)
NEEDED = re.compile(r"[^.;,\n]{0,40}\b(?:required|needed|necessary|experience|knowledge|skills)\b", re.IGNORECASE)
# A line that opens a list of roles.
ROLES_LINE = frozenset(("roles", "role", "positions", "position", "jobs", "vacancies"))
