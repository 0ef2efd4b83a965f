"""Whether an ambiguous form means the skill: Go the language or "on the go", R or "R&D", Spring or a season.

Belongs here: the rules that a skill of the taxonomy names in `ambiguous`, and what they look at: the characters
around the form, the known skills it stands in a list with, and the same form elsewhere in the text. Does not belong
here: which form is ambiguous (the taxonomy's data files).

- `tech-name`: a product or language that is also a word, a name or a place ("Spark", "Go", "Oracle").
- `cased`: a rare word, safe in the case the taxonomy gives unless a longer name swallows it ("Rust", "Ruby").
- `letter`: one letter ("R", "C").
- `acronym`: capitals with other readings ("CV", "TS", "PM").
- `word`: an ordinary word that is a concept in the right company ("regression", "vectors").
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractors.skills.matcher import Candidate
from extractors.skills.zones import TECHNOLOGY

_WINDOW = 64
_PASSES = 3

_JOINT_LEFT = re.compile(r"(?:[,/|&+;•·]|\b(?:and|or|and/or|in|with|plus|like|using)\b|\()\s*(?:or\s|and\s)?$", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*(?:[,/|&+;•·–-]|\band/or\b|\band\b|\bor\b|\(|\)|\bwith\b|\bon\b|\bvs\.?|\n\s*[-*•]?)\s*"
    r"(?:\b(?:and|or|some|a little|a bit of|e\.g\.|ideally|preferably|possibly|maybe|also|the|experience with|knowledge of)\b\s*)?[(,]?\s*",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"(?:\b(?:experience(?:d)?\s(?:with|in|using|of|building\s(?:with|in))|proficien(?:t|cy)\s(?:with|in|at)|knowledge\sof|knowledge\sin|familiar(?:ity)?\s(?:with|in)|"
    r"expert(?:ise)?\s(?:with|in|at)|skill(?:s|ed)\s(?:with|in|at)|fluen(?:t|cy)\s(?:with|in)|competen(?:t|cy)\s(?:with|in)|"
    r"using|written\sin|writing|built\s(?:with|in|on|using)|develop(?:ed|ing|ment)?\s(?:with|in|using)|programming\s(?:with|in)|program\sin|coding\sin|code\sin|"
    r"work(?:ing|ed)?\swith|worked\sin|use|uses|stack(?:\sis|\sincludes)?|based\son|such\sas|including|includes?|e\.g\.?,?|like|"
    r"tools?|languages?|frameworks?|technologies|platforms?|databases?|libraries|understanding\sof|exposure\sto|years\s(?:of|in|with)|"
    r"strong|solid|advanced|hands-on|mostly|primarily|mainly|know|learn|learning|love|with\ssome|in\smodern|modern)"
    r"|\b(?:backend|back-end|frontend|front-end|infra(?:structure)?|stack|languages?|tools?|technologies|tech|database|data|server|mobile|skills|db)\s?(?:is|are)?:?)"
    r"\s*[:(]?\s*(?:is|are|the)?\s?[\"“']?$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"[\"”']?\s?(?:\(|-)?\s?(?:developers?|engineers?|programmers?|programming|scripts?|scripting|code|codebase|coding|frameworks?|librar(?:y|ies)|"
    r"languages?|apps?|applications?|clusters?|pipelines?|jobs?|services?|microservices?|backend|back-end|frontend|front-end|servers?|stack|sdk|apis?|"
    r"skills|ecosystem|queries|database|databases|experience|experts?|expertise|gurus?|ninjas?|ui|components?|projects?|shop|charts?|runtime|compiler|"
    r"models?|modules?|plugins?|tooling|tables|proficiency|knowledge|dashboards?|deployments?|functions|workloads|development|architects?|dev|devs|"
    r"concurrency|routines?|\d)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:'s|’s)\b|[.](?:com|io|ai|co)\b|\s?(?:Inc|LLC|Ltd|GmbH|Corp|Corporation|Capital|Ventures|Partners|Bank|Labs|Group|Holdings|Award|Conference|Street|City|County|University|Media)\b")
_NAME_RIGHT = re.compile(r"\s[A-Z][a-z]{2,}")
_NAME_LEFT = re.compile(r"[A-Z][a-z&]+\s$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n•*–-]|\d[.)])[\s\"“'(*-]{0,6}$")
_COMPANY_LIST = re.compile(
    r"\b(?:customers?|clients?|companies|partners?|backed by|investors?|ex-|formerly|alumni|used by|trusted by|worked at|teams? (?:at|from)|from|at|founders? of|acquired|"
    r"brands|competitors?|raised|acquisition of)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)

# What the words next to a form say against the skill: (before, after), each tried on the text beside it.
_VETOES: dict[str, tuple[str | None, str | None]] = {
    "go": (r"\b(?:to|on the|let'?s|we|you|i|they|can|will|ready to|of|no|a|the|and|don't|where|cases|users|going to)\s$", r"(?:-|\s)(?:to|live|beyond|above|through|back|home|deep|ahead|from|into|for|out|public|on|hand|get|far|wrong|here|a long|the extra|market|further|after|big|check|down|over|all|no|viral|away|with)\b|-getter"),
    "spring": (r"\b(?:the|in|this|next|last|early|late|Silver|Palm|Hot|Colorado|until|since|Sandy)\s$", r"\s?(?:'?\d{2,4}|/\s?[Ss]ummer|[Bb]reak|Street|St\b|Valley|[Ss]emester|Hill|Professional|training|intern|-?[Ss]ummer|internship)"),
    "spark": (r"\b(?:the|a|to|creative|that|your|of|will|can)\s$", r"\s(?:Capital|joy|innovation|interest|change|curiosity|of|a|the|new|your|creativity|conversation|ideas|Ventures|Networks|Driver)\b"),
    "react": (r"\b(?:to|will|can|must|how you|you|quickly|and|we|they|people|users)\s$", r"\s(?:to|quickly|fast|well|when|appropriately|swiftly|positively|rapidly|calmly)\b"),
    "express": (r"\b(?:American|an|the|to|your|our|for|or implied|Pony|Federal|written|Shanghai|you|Oracle|Visual Studio)\s$", r"\s(?:or|ideas|themselves|yourself|interest|your|their|written|consent|permission|entry|yourselves|complex|thoughts|their|shipping|Scripts|concern)\b"),
    "excel": (r"\b(?:to|will|you|who|and|can|they|we|people|must|should|you'll|may|your ability to|thrive and|that)\s$", r"\s(?:at|in (?:a|an|the|this|your|our|fast|their|all|both|every|what)|as|when|within|both|under|and grow|and thrive|with minimal|while|through|professionally)\b"),
    "swift": (r"\b(?:a|the|is|be|for|and|Taylor|provide|via|of)\s$", r"\s(?:and|response|action|code of|execution|delivery|resolution|payments?|messages?|network|decision|decisions|MT\d+|iteration|Navigation|progress|transactions?)\b|,\s?(?:SEPA|ACH|BIC|IBAN)"),
    "oracle": (r"\b(?:ex-|from|at|for|by|of|with companies like|price|an|the)\s?$", r",?\s(?:and\s)?(?:Corporation|Red Bull|Park|Arena|CEO|alum|network|for (?:NetSuite)|problem)|,\s(?:Google|Microsoft|Amazon|Meta|Apple|Salesforce|Adobe|IBM|Intel|Cisco)\b"),
    "flask": (r"\b(?:a|the|shake)\s$", r"\s(?:of|with|and beaker|culture|cultures)\b"),
    "elastic": (r"\b(?:an|is|are|highly|the|by|at|from)\s$", r"\s(?:Beanstalk|Load|Block|IP|Container|MapReduce|Map|Compute|scaling|scalability|capacity|infrastructure|workloads|weight|demand|compute|NV|is|helps|Kubernetes|File|Inference|materials?|band)\b"),
    "access": (r"\b(?:to|an|and|the|with|have|gain|full|early|direct|easy|data|secure|Remote|Open|customer|public)\s$", r"\s(?:to|control|controls|management|and|point|points|rights|all|for|your|Group|Health|Point|Control|Management)\b"),
    "word": (r"\b(?:the|a|of|in|every|key|one|other|spread the|any|your|no|each|written)\s$", r"\s(?:of|embeddings?|vectors?|for|problems|processing|processor|count|and deed|games?|from|is|about)\b|-of-|2vec"),
    "chef": (r"\b(?:a|the|our|sous|private|executive|head|personal|in-house|onsite|pastry|by|with)\s$", r"\s(?:to|prepared|and|de|who|for|made|cooked|catered|-|is)\b|-(?:prepared|cooked|made|catered)"),
    "dash": (r"\b(?:a|the|Door|to|a quick)\s$", r"\s(?:of|to|cam|for|camera|through)\b"),
    "salt": (r"\b(?:the|of|with|a|molten|and)\s$", r"\s(?:Lake|and|of|water|Security|Labs|Bank|Financial)\b"),
    "helm": (r"\b(?:the|at|at the|take the)\s$", r"\s(?:of|\.ai)\b"),
    "rust": (r"\b(?:to|and|the|Carmen)\s$", r"\s(?:Belt|belt|and corrosion|prevention|proof|College|colored)\b|[- ]?resistant|-proof"),
    "ruby": (r"\b(?:the|a|Dark)\s$", r"\s(?:Tuesday|red|Ridge|Princess|Receptionists?|Labs|Life|Hotel|wedding)\b"),
    "julia": (None, r"\s(?:[A-Z][a-z]+|is|was|at|from|will|has|and her|joined|said|or\s[A-Z][a-z]+\sat)|['’]s|@|\s\("),
    "scala": (r"\b(?:La|Teatro|alla)\s$", None),
    "rails": (r"\b(?:the|payments?|payment|guard|off the|banking|card|settlement|on|financial|money|safety|side|crypto|stablecoin|bank|transaction)\s$", r"\s(?:for|that|and roads|to move)\b"),
    "snowflake": (r"\b(?:a|special|unique|ex-|at|from|like a)\s?$", r",?\s(?:and\s)?(?:Summit|Inc|CEO|alum)|,\s(?:Google|Uber|Meta|Stripe|Airbnb|Netflix|Databricks, and (?:OpenAI|Uber))"),
    "teams": (r"\b(?:our|your|the|cross-functional|with|across|their|other|engineering|product|these|for|of|product|multiple|all|and|Sales|small|Data|Success|Engineering|leading|help|Product|Research|Development|Design)\s$", r"\s(?:to|of|that|who|across|with|in|at|are|is|on|and (?:stakeholders|individuals)|building|have|can|like|we|work)\b"),
    "mode": (r"\b(?:the|a|dark|dual|failure|failures|work|working|hybrid|stealth|in|light|multi|single|safe|startup|founder|common|offline|Work|kernel|this|of|building|full)[\s-]$", r"\s(?:of|for|with|collapse|is|and|s\b|to)\b|:"),
    "notion": (r"\b(?:the|a|this|any|your|preconceived|at|of|About|love)\s$", r"\s(?:of|that|is|helps|was|has|for your)\b|[’']s"),
    "linear": (r"\b(?:a|non|is|the|piecewise|from|near|log|by|not)[\s-]$", r"\s(?:algebra|regression|model|models|programming|and|time|optimization|layers?|classifier|mixed|systems|equations|path|feet|transformations?|or|discriminant|motion|scaling|probes?|attention|process|control|programs?|actuators?)\b|-"),
    "material": (r"\b(?:the|a|any|raw|marketing|course|training|written|and|of|training|source|is|reference|composite|Training|Marketing)\s$", r"\s(?:science|sciences|impact|handling|to|for|changes?|non|and|is|that|changes|management|differences?|information|properties|Science|Sciences|Handling|costs?)\b|s\b"),
    "segment": (r"\b(?:a|the|each|this|market|customer|Job|enterprise|SMB|and|every|to|our|mid-market|business|of|user|consumer|grow|any)\s$", r"\s(?:of|and|anything|the|is|our|customers?|users?|leader|growth|data|reporting|analysis)\b|:|s\b|ation"),
    "outreach": (r"\b(?:the|and|community|customer|email|cold|our|of|campus|public|candidate|marketing|outbound|patient|sales|for|conduct|social|Community|an?|do|through|in|personalized|educational|proactive)\s$", r"\s(?:to|and|efforts?|programs?|activities|events?|for|campaigns?|initiatives|via|strategy|strategies|team|manager|coordinator|is|through|messages|with|sequences|Coordinator|Manager)\b"),
    "outlook": (r"\b(?:a|the|positive|our|your|optimistic|long-term|on|market|global|and|economic)\s$", r"\s(?:on|for|of|and (?:attitude|approach)|is|toward|towards)\b"),
    "project": (None, r""),
    "beam": (r"\b(?:a|the|laser|electron|ion|to|light|of|narrow|off|i-)[\s-]$", r"\s(?:of|steering|forming|search|line|therapy|s)\b|ing\b|-|line"),
    "hive": (r"\b(?:the|a|our|bee|Bee|at)\s$", r"\s(?:mind|of|is|Mind|Box|Social)\b|['’]s"),
    "storm": (r"\b(?:the|a|perfect|brain|Brain|winter|by|to|weather)[\s-]$", r"\s(?:water|damage|the|drain|surge|and)\b"),
    "pig": (r"\b(?:a|the|guinea|peppa|Guinea|flying)\s$", None),
    "yarn": (r"\b(?:a|the|of|spin)\s$", r"\s(?:and fabric|store|dyeing|shop|manufacturing)\b"),
    "ray": (r"\b(?:X|x|a|gamma|Blu|Gamma|Cosmic|by|with|our CEO|of)[\s-]$", r"[\s-](?:of|tracing|traced|casting|marching|tracer|Ban|Dalio|Kurzweil|[A-Z][a-z]+,?\s(?:is|was|CEO))\b|-"),
    "dart": (r"\b(?:a|the|to)\s$", r"\s(?:board|boards|to|Container)\b|mouth"),
    "maven": (r"\b(?:a|the|at|marketing|data|social|product|About)\s$", r"\s(?:Clinic|is|Securities|Project|Analytics|of|who|helps|has)\b|['’]s"),
    "shell": (r"\b(?:a|the|Royal|Dutch|of|nut|egg|at|for|outer|hard|company|in a|like)\s$", r"\s(?:company|companies|of|plc|Energy|oil|Oil|is|Recharge|gas)\b|,\s(?:BP|Exxon|Chevron|Total)"),
    "vault": (r"\b(?:Data|data|the|a|Veeva|Key|password|secure|our|your|digital)\s$", r"\s(?:of|is|modell?ing|2\.0|that)\b"),
    "node": (r"\b(?:a|the|each|single|every|per|process|multi|technology|leaf|compute|worker|cluster|advanced|nm|this|one|full|validator|sensor|edge|that|lymph|root|master|Bitcoin|Ethereum)[\s-]$", r"\s(?:in|of|is|clusters?|and edge|failure|operators?|on the|to|classification|embeddings?|pools?|s\b|\d)\b|-|s\b"),
    "unity": (r"\b(?:the|of|a|our|for|in|and|with)\s$", r"\s(?:of|and (?:diversity|inclusion|trust|respect)|in|among|is|Health|Technologies|Catalog|Software)\b"),
    "canvas": (r"\b(?:a|the|blank|on|business model|design|our|your|infinite)\s$", r"\s(?:of|for|is|Medical|LMS|and paint|that)\b"),
    "compass": (r"\b(?:a|the|moral|our)\s$", r"\s(?:is|Group|Real|points|of)\b"),
    "compose": (r"\b(?:to|and|that|can|you|we|them)\s$", r"\s(?:emails?|music|and|a|the|complex|into|of|messages|clear|written)\b"),
    "cursor": (r"\b(?:the|a|mouse|database)\s$", r"\s(?:position|is|on|movement)\b|:"),
    "copilot": (r"\b(?:a|an|your|our|the|AI|an AI)\s$", r"\s(?:for|that|is|to)\b"),
    "claude": (r"\b(?:Jean|St|Saint|van)[\s-]$", r"\s(?:Monet|Shannon|Debussy)\b"),
    "dynamics": (r"\b(?:fluid|team|market|group|molecular|the|system|business|of|power|flight|social|interpersonal|General|Boston|human|vehicle|nonlinear|structural|gas|data|population|process|price|competitive|family|and|industry|complex)\s$", r"\s(?:of|and|in|between|within|simulation|simulations|that|modell?ing)\b"),
    "fabric": (r"\b(?:the|a|social|our|of|data|network|switch|very|high-throughput|switching|interconnect|Data|textile|and|storage|security)[\s-]$", r"\s(?:of|that|and|is|s\b|softener|management)\b|s\b"),
    "square": (r"\b(?:the|a|Times|Union|Kendall|Harvard|Santana|Leicester|Herald|Madison|four|per|one|Trafalgar|Central|and|by|Market|at|Canary)\s$", r"\s(?:feet|foot|meters?|miles?|footage|one|root|Enix|ft|Mile|Kilometers?)\b|,"),
    "phoenix": (r"\b(?:in|near|the|from|at|to|greater|of|downtown|Denver|a)\s$", r",?\s(?:AZ|Arizona|area|metro|office|Suns|Mesa|or|is|rises|rising|Contact|Chicago|Austin|Dallas|Denver|Atlanta|Arizona)\b|,\s(?:[A-Z][a-z]+)|\s\("),
    "zoom": (r"\b(?:a|the|over|via|on|by|through|or|quick|to|and|with)\s$", r"\s(?:in|out|call|calls|meetings?|interview|interviews|chat|session|link|with|during|video)\b"),
    "slack": (r"\b(?:cut|pick up the|up the|some|a|our|join|the|community|no|on|via|public|supply)\s$", r"\s(?:channels?|community|off|time|message|messages|in|group|workspace|is|huddles?|for communication)\b"),
    "relay": (r"\b(?:a|the|to|and|protective|frame|Protective|message|that|can|TTY)\s$", r"\s(?:information|services?|to|the|race|messages|coordination|Service|s\b|between|feedback|for)\b|s\b"),
    "ember": (r"\b(?:the|an?)\s$", r"\s(?:of|is|s\b)"),
    "crystal": (None, r"\s(?:clear|City|growth|ball|Reports?|structures?|oscillators?|Palace|Bay|s\b|Dynamics)\b|-"),
    "flux": (r"\b(?:in|of|the|a|magnetic|constant|heat)\s$", r"\s(?:and change|of|density|is|balance)\b"),
    "sigma": (r"\b(?:Six|six|Lean|6|Green|\d)[\s-]$", r"\s(?:belt|green|black|Xi|Chi)\b|-delta|-Aldrich"),
    "scratch": (r"\b(?:from|to)\s$", r"\s(?:the|pads?|and dent|build|-)\b"),
    "drift": (r"\b(?:model|data|concept|configuration|the|of|a|to|schema|detect|detecting|detection of|monitor|feature|and|for|prompt|infrastructure|prediction|behavioral|agent)\s$", r"\s(?:detection|monitoring|in|apart|and|of|is|analysis)\b"),
    "lever": (r"\b(?:a|the|growth|key|every|each|pricing|to|biggest|of|and|any)\s$", r"\s(?:for|of|to|that|s\b|in|up)\b|s\b|age"),
    "monday": (r"\b(?:on|every|a|each|from|to|by|starting|last|next|of|the|since|both)\s$", r"[\s,-]{0,3}(?:to|through|thru|and|morning|–|-|Friday|Tues|at|or|\d|Wed|,|night|evening|meetings)"),
    "backbone": (r"\b(?:the|a|our)\s$", r"\s(?:of|for|networks?)\b"),
    "orange": (None, r"\s(?:County|juice|book|and|Book|\d)|,\s(?:CA|NJ)"),
    "puppet": (r"\b(?:a|the|hand|sock)\s$", r"\s(?:show|master|shows)\b"),
    "presto": (r"\b(?:hey)\s$", r"\s(?:card|Automation)\b"),
    "prefect": (r"\b(?:a|the|school|head)\s$", None),
    "neon": (r"\b(?:a|the|bright)\s$", r"\s(?:lights?|signs?|colou?rs?|One)\b"),
    "carbon": (r"\b(?:low|the|of|net|zero|black|blue|hydro|embodied|their|reduce|your|organic|our)[\s-]$", r"\s(?:footprint|emissions?|neutral|capture|removal|fiber|credits?|accounting|markets?|offsets?|data|intensity|dioxide|negative|removals|steel|Health|black|reduction)\b|-"),
    "scheme": (r"\b(?:a|the|pension|bonus|our|incentive|option|options|share|EMI|color|referral|to|work|this|health|Work|Cycle|Bonus|Pension)\s$", r"\s(?:of|for|to|that|is|and)\b|s\b"),
    "assembly": (r"\b(?:an?|the|and|final|PCB|mechanical|of|sub|General|hardware|product|National|electrical|cable|during|board|manufacturing|peaceful|vehicle|robot|General|legislative|Y)[\s-]$", r"\s(?:line|lines|of|and|plant|process|processes|instructions|drawings|Bill|Line|test|technicians?|documentation|operations|house|work|factory)\b"),
    "processing": (r".", None),
    "pascal": (r"\b(?:Blaise)\s$", r"\s(?:[A-Z]\w+\s(?:at|is|,)|case)\b"),
    "basic": (r"\b(?:the|a|very)\s$", r"\s(?:understanding|knowledge|qualifications?|skills?|requirements?|experience|income|math)\b"),
    "less": (r"\b(?:or|in|no|and|much|for|with|far|even|Show|nothing|the|even)\s$", r"\s(?:than|time|of|code|is|but|more|work|[a-z]+)\b"),
    "lean": (None, r"\s(?:startup|team|manufacturing|six|Six|principles|into|on|in|and)\b"),
    "apex": (r"\b(?:the|at|an)\s$", r"\s(?:of|predator|Legends|Fintech|Clearing|Group|Systems|,\s?NC)\b|,\s(?:NC|North)"),
    "delphi": (r"\b(?:the)\s$", r"\s(?:is|method|technique|oracle|Labs|Bio|Digital|Automotive|study)\b"),
    "realm": (r".", None),
    "cv": (r"\b(?:your|a|my|of|the|full|send|updated|an|latest|and|include|both a full|resume/|with|Resume/|their|attach|up-to-date|English|submit)\s?$", r"\s?(?:/\s?resume|/\s?LinkedIn|/\s?Resume|to\b|in English|and (?:cover|a|portfolio|links?)|or (?:resume|linkedin|LinkedIn|cover)|@|via|with|with|:|along|joint|axle)|\s?&\s?(?:cover|portfolio)"),
    "ts": (r"\b(?:active|current|an?|obtain|US|hold|maintain|Active)\s$", r"\s?/\s?SCI|\s(?:clearance|with|/|security|level|SCI)|[-/]SCI"),
    "tf": (None, r"-IDF|-idf"),
    "ci": (r"\b(?:Customer|business|competitive)\s$", None),
    "dl": (None, r"\s?(?:@|:)|\s(?:license|number)"),
    "rl": (None, r"\s?:"),
    "sas": (r"\b(?:Yaoun\.de|France|,)\s$", r"\s(?:at|au capital|RCS|drives?|in Paris)|/SATA"),
    "ann": (None, r"\s[A-Z][a-z]+|['’]s|\sArbor"),
    "eda": (r"\b(?:ASIC|Cadence|Synopsys|with|chip|EDA)\s$", r"\s(?:vendors?|tools?|flows?|software|workflows?|industry|compan(?:y|ies)|licen[sc]es?|startup)\b|,?\s(?:CAD|Emulation|ASIC|RTL)"),
    "dax": (None, r"\s(?:\d|index|listed|companies|company)|-listed|\s?30|\s?40"),
    "hana": (None, r"\s(?:[A-Z][a-z]+)"),
    "sass": (r"\b(?:B2B|enterprise|a|the|in|vertical)\s$", r"\s(?:product|products|company|companies|platform|platforms|startup|startups|business|sales|industry|applications?)\b"),
    "c": (r"(?:Series|Class|Vitamin|Round|Grade|Level|Plan|Tier|Section|Appendix|Category|vitamin|series|Part|Type|Schedule|Option|Form|Hepatitis|USB|Radio|\d°|°|[Oo]f the)[\s-]?$|\b(?:A|B)\s?[,/&]\s?$|[A-Z]\.$|[\d(]$|©$", r"(?:-(?:level|suite|Suite|Level|corp|Corp|band|section|Team|team|sharp)|\+|#|\s?&\s?[A-Z]\b|\.[A-Z]|['’]|\s?-?\s?[Ll]evel|\s?-?[Ss]uite|\s(?:round|funding|Corp|Corporation|Series|startup|stage|suite|raise|sharp|executives?)\b|\))"),
    "r": (r"(?:[A-Z]\.|Section|Part|Rated|\bH|T|[&/]\s?)$", r"\s?(?:&|and)\s?[DR]\b|['’]|\.[A-Z]|-?(?:squared|value|rated|tree|trees|CNN)\b|\+|@|\s?\u00ae|\)(?:\s?all)"),
}  # fmt: skip

_DATA_WORDS = re.compile(
    r"\b(?:machine learning|ML|deep learning|data scien|statistic|neural|predictive|supervised|algorithm|NLP|computer vision|regression|"
    r"classification|clustering|model(?:l?ing|s)?|AI|mathemat|probabilit|data analysis|quantitative|artificial intelligence|linear algebra|"
    r"econometric|dataset|training|python|scikit|pytorch|tensorflow|learning)\b",
    re.IGNORECASE,
)
_WORD_VETOES: dict[str, tuple[str | None, str | None]] = {
    "regression": (r"(?:\btest|\bautomated|\bfull|\bvisual|\bperformance|\bto prevent|\bfunctional,?|\bdebug and|\bsmoke|\bsmoke and|\bprevent|\bunit,)\s$|functional[ ,/]+(?:and )?$", r"\s(?:tests?|testing|suites?|flows?|in (?:performance|quality)|bugs?|cycles?|packs?|detection|risk)\b|s?\s(?:in production)"),
    "regressions": (r".", None),
    "classification": (r"\b(?:job|security|asset|employee|worker|tariff|employment|data|FLSA|exempt|position|document|goods|Job|of)\s$", r"\s(?:level|society|status|of (?:employees|workers|goods|information)|markings?|:)\b|:"),
    "transformers": (r"\b(?:power|electrical|distribution|industry|voltage|current|data)\s$", r"\s(?:and (?:switchgear|inverters|substations)|of (?:industry|business)|coupling)\b"),
    "transformer": (r"\b(?:power|electrical|distribution|industry|voltage|current|data)\s$", r"\s(?:and (?:switchgear|inverters|substations)|of (?:industry|business)|design|substation)\b"),
    "vectors": (r"\b(?:attack|threat|viral|disease|growth|AAV|expression|plasmid|of)\s$", r"\s(?:of attack|for growth)\b"),
    "derivatives": (r"\b(?:equity|crypto|credit|financial|exchange-traded|commodity|FX|rate|rates|OTC|and|trading|energy|linear|of)\s$", r"\s(?:trading|market|markets|exchange|pricing|and (?:futures|options)|products?|desk|traders?|securities)\b"),
    "gradients": (r"\b(?:color|colour|CSS|temperature|social)\s$", None),
    "matrices": (r"\b(?:traceability|RACI|skill|decision|risk)\s$", None),
    "containers": (r"\b(?:shipping|food|cargo|glass|plastic|storage|IoC|freight|reusable|sea|ocean|DI|injection)\s$", r"\s(?:ships?|terminals?|freight|of)\b"),
    "clustering": (r"\b(?:failover|server|high-availability|HA)\s$", None),
    "optimization": (r"\b(?:search engine|engine|conversion|conversion rate|rate|process|cost|SEO|tax|business|campaign|supply chain|code|query|site|workflow|revenue|PPA|funnel|continuous|page)\s$", r"\s(?:of (?:the|our|business|costs?|processes))\b"),
    "optimisation": (r"\b(?:search engine|conversion|rate|process|cost|tax|business|campaign|supply chain|query|workflow|revenue|continuous)\s$", None),
    "scalability": (None, None),
    "statistics": (r"\b(?:Bureau of Labor|labor|usage|key|sales|vital|national|company|monthly|web|industry|of)\s$", r"\s(?:show|on|about|from|suggest)\b"),
    "probability": (r"\b(?:the|high|low|higher)\s$", r"\s(?:of (?:success|winning|closing))\b"),
    "probabilities": (r"\b(?:the|win)\s$", None),
    "insurance": (r"\b(?:health|medical|life|dental|vision|disability|private|healthcare|travel|paid|accident|unemployment|and|pet|liability|social|our|comprehensive|provide|our health)\s$", r"\s(?:coverage|plans?|premiums?|benefits?|and (?:benefits|pension)|for|policy|with|options?|\(|packages?|covered|paid)\b|,\s(?:401|dental|vision|paid|PTO|health|pension|medical)"),
    "finance": (r"\b(?:the|our|and|legal,|HR,|marketing,|operations,|in|sales,|with|to|HR|Legal|VP|Product,)\s$", r"\s(?:team|teams|department|and (?:HR|legal|operations|accounting|marketing)|partner|degree|stakeholders|leaders|or (?:accounting|economics))\b|,\s(?:HR|legal|marketing|operations|accounting|economics|sales|Legal|Marketing|product|and)"),
    "banking": (r"\b(?:data|blood)\s$", None),
}  # fmt: skip


def _compiled(table: dict[str, tuple[str | None, str | None]]) -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    return {
        word: (re.compile(before) if before else None, re.compile(after) if after else None)
        for word, (before, after) in table.items()
    }


_VETO = _compiled(_VETOES)
_WORD_VETO = _compiled(_WORD_VETOES)


@dataclass(slots=True)
class _Text:
    """What the rules look at: the text, and the spans of the skills known so far."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)

    def add(self, start: int, end: int) -> None:
        index = bisect_left(self.starts, start)
        self.starts.insert(index, start)
        self.ends[start] = end

    def in_list(self, start: int, end: int) -> bool:
        """Whether only a list's joint stands between this form and a known technology."""
        index = bisect_left(self.starts, start)
        if index:
            gap_start = self.ends[self.starts[index - 1]]
            if gap_start <= start <= gap_start + 24 and _JOIN.fullmatch(self.text, gap_start, start):
                return True
        if index < len(self.starts):
            gap_end = self.starts[index]
            if end <= gap_end <= end + 24 and _JOIN.fullmatch(self.text, end, gap_end):
                return True
        return False


def accept(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that mean their skill, longest first without overlaps, in order of their place."""
    taken: list[Candidate] = []
    used = bytearray(len(text) + 1)
    known = _Text(text)
    doubtful: list[Candidate] = []
    for candidate in candidates:
        start, end = candidate.start, candidate.end
        if used[start] or used[end - 1]:
            continue
        if candidate.form.rule is None:
            used[start:end] = b"\1" * (end - start)
            taken.append(candidate)
            if candidate.form.kind in TECHNOLOGY:
                known.add(start, end)
        else:
            doubtful.append(candidate)
    doubtful.sort(key=lambda c: (c.start, c.start - c.end))
    seen: set[str] = set()
    for _ in range(_PASSES):
        rest: list[Candidate] = []
        for candidate in doubtful:
            start, end = candidate.start, candidate.end
            if used[start] or used[end - 1]:
                continue
            verdict = _judge(known, candidate, seen)
            if verdict:
                used[start:end] = b"\1" * (end - start)
                taken.append(candidate)
                seen.add(candidate.form.skill_id)
                if candidate.form.kind in TECHNOLOGY:
                    known.add(start, end)
            elif verdict is None:
                rest.append(candidate)
        if len(rest) == len(doubtful):
            break
        doubtful = rest
    taken.sort(key=lambda c: c.start)
    return taken


def _judge(known: _Text, candidate: Candidate, seen: set[str]) -> bool | None:
    """True for the skill, False for another sense, None when nothing speaks for it yet."""
    text, start, end = known.text, candidate.start, candidate.end
    surface = text[start:end]
    word = surface.casefold()
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    listed = known.in_list(start, end)
    rule = candidate.form.rule or ""
    if not listed or rule in ("letter", "acronym"):
        before, after = (_WORD_VETO if rule == "word" else _VETO).get(word, (None, None))
        if (before is not None and before.search(left)) or (after is not None and after.match(right)):
            return False
    return _RULES.get(rule, _tech_name)(surface, left, right, listed, candidate.form.skill_id in seen, text)


def _tech_name(surface: str, left: str, right: str, listed: bool, seen: bool, text: str) -> bool | None:
    if _POSSESSIVE.match(right) or (_COMPANY_LIST.search(left) and not _TRIGGER.search(left)):
        return False
    if " " in surface or len(surface) > 12:
        return True
    if surface.islower():
        return True if listed else None
    if listed:
        return True
    if _NAME_RIGHT.match(right) and not _HEAD.match(right):
        return None
    if _TRIGGER.search(left) or _HEAD.match(right):
        return True
    if seen and not _SENTENCE_START.search(left):
        return True
    return None


def _cased(surface: str, left: str, right: str, listed: bool, seen: bool, text: str) -> bool | None:
    if listed or " " in surface:
        return True
    if _POSSESSIVE.match(right):
        return None
    if surface.islower():
        return None
    return True


def _letter(surface: str, left: str, right: str, listed: bool, seen: bool, text: str) -> bool | None:
    if listed or _TRIGGER.search(left):
        return True
    if re.match(r"\s(?:programming|developer|programmer|language|code|packages?|scripts?|library|libraries|Shiny|Studio)\b", right):
        return True
    return None


def _acronym(surface: str, left: str, right: str, listed: bool, seen: bool, text: str) -> bool | None:
    return True


def _word(surface: str, left: str, right: str, listed: bool, seen: bool, text: str) -> bool | None:
    if _DATA_WORDS.search(left[-48:]) or _DATA_WORDS.search(right[:48]):
        return True
    return True if seen else None


_RULES: dict[str, Callable[[str, str, str, bool, bool, str], bool | None]] = {
    "tech-name": _tech_name,
    "cased": _cased,
    "letter": _letter,
    "acronym": _acronym,
    "word": _word,
}
