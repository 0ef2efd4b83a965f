"""Turns of phrase that tell what a sentence of an advertisement is about.

Belongs here: the phrases, by what they signal, and finding them all in one pass over the tokens. Does not belong
here: the zone that follows (`zones.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Cue = Literal[
    "hire", "ask", "require", "require_weak", "stack", "stack_use", "stack_weak", "duty", "duty_weak", "company",
    "apply", "legal", "prefer_after", "prefer_before", "seeker",
]  # fmt: skip

# "prefer_after" applies to what follows it in the sentence, "prefer_before" to what stands before it in the clause.
PHRASES: dict[Cue, str] = {
    "hire": """
        seeks; in search of; on the lookout for; on the look out for; looking to work with; roles open; open roles;
        open positions; positions open; openings; job openings; available roles; current roles;
        current opportunities; roles include; positions include; following roles;
        following positions; looking for; look for; looking to hire;
        looking to add; looking to grow; looking to expand; seeking;
        searching for; hiring; we need; we want a; we want
        someone; we want people; recruiting; to join our; love to hear from; love to talk to; hit us up if;
        get in touch if; we expect; we require; add a; add an; particularly interested in; especially interested in;
        interested in people; interested in candidates; interested in engineers; interested in developers
    """,
    "ask": """
        candidates; candidate; should have; you have; you've; you know; you bring; you need; you are; you're;
        you should; you must; must know;
        you might be; you may be; require; requires; required; must have; must be; applicants; ideal
        candidate; requirements; requirement; someone; who has; who have; if you like; if you love; if you use;
        if you know; if you work with; if you enjoy; if you thrive; excites you; excite you; demands;
        experienced engineer; experienced engineers; experienced developer; experienced developers
    """,
    "require": """
        experience with; experience in; experience of; experience using; experience building; experience
        working; experience developing; experience designing; experience as; experience leading; experience
        deploying; experience writing; experience operating; experience managing; experience running; years
        experience; years of experience; yoe; proficient; proficiency; expertise; expert in; knowledge of;
        knowledgeable; familiar with; familiarity; understanding of; ability to; comfortable with; fluent in;
        fluency; background in; degree in; qualifications; track record; mastery; hands-on experience;
        exposure to; well versed; well-versed; adept; worked with; desire to learn; strong knowledge;
        strong skills; strong understanding; interested in; years with;
        years using; years building; years writing
    """,
    "require_weak": """
        experience; years; knowledge; familiar; understanding; able to; capable of; comfortable; fluent;
        strong; solid; background; skills; skilled; passion for; passionate about; interest in; hands-on;
        competent; competence; have built; have worked; have shipped; know how; enthusiasm for; excited about;
        eager to; talent for; obsessed; you think; expert
    """,
    "stack": """
        stack; stacks; tech stack; techstack; technologies include; technologies we use; our technologies;
        shop; backend is; back-end is; frontend is; front-end is; front end is;
        back end is; our backend; our frontend; our front-end; our back-end;
        codebase; code base; primary programming language; programming languages; we work with; environment
        relies on; production environment; we code in; is written in; are written in; utilizes
    """,
    "stack_use": """
        we use; we're using; we are using; we mostly use; we primarily use; we currently use; we mainly use;
        we write; written in; built with; built in; built using; build with; build in; building with; developed in;
        coded in; we run on; we deploy;
        hosted on; hosted with; stored in;
        deployed on; projects using; experimenting with; our tech; our infrastructure; we leverage; develop in; runs
        on; running on; utilizing; technologies; built on; built upon; build on; we're primarily; we're mainly;
        we're mostly; we are primarily; we are mainly; we are mostly; moving to; migrating to; transitioning to;
        deployed to; packaged as; we work in; working in
    """,
    "stack_weak": "tools; toolset; tooling; languages; frameworks; libraries; platforms; using",
    "duty": """
        our roles; our technical roles; our engineering roles;
        you will; you'll; you’ll; you get to; you'd be; you would; your role; your job; your mission; your
        work; in this role; this role; the role; responsible for; responsibilities; responsibility; help us;
        help build; join us; come and build; tasks include; your focus; day to day; challenges;
        role involves; mission:; help me; expect hands-on; expect to work
    """,
    "duty_weak": """
        joining; work on; working on; working with; work closely; involves; contribute; contributing to;
        contribute to; own the; owning; opportunity to; opportunities to; be part of; challenges; work with; to build;
        you can; who will; who can; to assist; to help; help to
    """,
    "company": """
        is a; is an; is the; are a; are an; are the; is building; are building; we're building; we build; we
        are building; we provide; we offer; we help; helps; enables; provides; powers; our mission; our
        product; our products; our platform; our customers; our clients; our users; our technology; our
        solution; our vision; our goal; our founders; our founding team; founded; backed by; raised; funded;
        funding; series a; series b; series c; series d; seed; startup; start-up; investors; revenue;
        customers; clients; trusted by; used by; company; companies; platform; we've built; we have built;
        we've launched; we started; founders; on a mission; we believe; we envision; we aim; we're on; we
        combine; we're combining; we integrate; we're working; we have raised; ycombinator; y combinator; yc;
        leader in; leading; pioneer; profitable; world's; our own; acquisition of; we're a; we are a; we're
        an; we are an; benefits; perks; salary; compensation; equity
    """,
    "apply": """
        to apply; apply here; apply at; apply now; apply via; apply by; apply through; apply on; apply
        directly; email; e-mail; send us; send me; send your; send a; send an; resume; résumé; cv; cover
        letter; subject line; in the subject; reach out; contact me; contact us; ping me; dm me; drop me; drop
        us; shoot me; shoot us; your linkedin; linkedin profile; github profile; your github; link to your; find us on;
        links to your; your application; the application; application form; application process; portfolio
        link; book a call; schedule a call; hiring process; interview process; intro call; take-home; mention
        hn; mention hacker news; interview; source candidates; sourcing candidates; follow us; join our slack;
        join our discord; our blog; our github
    """,
    "legal": """
        regardless of; equal opportunity; equal employment; race; color; religion; sexual orientation; gender
        identity; veteran status; discriminate; discrimination; reasonable accommodation; reasonable
        accommodations; background check; privacy policy; affirmative action; protected characteristics;
        applicable law; personal data
    """,
    "prefer_after": """
        nice to have; nice-to-have; nice to haves; nice-to-haves; bonus; bonuses :; bonuses -; bonus points;
        plus, along with; plus, as is; plus, as are; plus, as well as; bonus, along with; bonus, as is;
        extra points; extra credit; ideally; preferably; preferrably; even better; pluses; we'd love; we would love;
        desirable; plus if; brownie points; advantageous if; it would be great if; plus points; big plus; good to have;
        it's a plus; great if; optional; preferred qualifications; preference for;
        preference given; preference to; preference will; with preference; advantageous to;
        advantage to; it is preferred; it's preferred; preferred that; also nice if; nice if; you stand out;
        you'll stand out; stand out if; helpful if; bonus if; a plus if; kudos; will help if; would help if;
        also help if; it helps if; useful if; advantage if; awesome if; cool if; better if; preferred if;
        we'd prefer; we would prefer; would prefer; we prefer if;
        prefer experience; prefer candidates; prefer someone; prefer people; great to have; doesn't hurt if;
        added advantage if; especially if; beneficial experience; helpful experience
    """,
    "prefer_before": """
        a plus; a big plus; a huge plus; a strong plus; a bonus; a major plus; a definite plus; a great plus; a nice
        plus; a real plus; a massive plus; an extra plus; is preferred;
        are preferred; preferred; prefered; strongly preferred; highly preferred; preferable; desirable; desired;
        highly desirable; would be nice; is nice; nice to have; nice-to-have; is helpful; are helpful; helpful; not
        required; not necessary; not a must; not mandatory; not essential; not a requirement;
        isn't a requirement; not a strict requirement; not a hard requirement; not strictly required;
        not strictly necessary; not absolutely necessary; isn't required; isn't necessary; aren't required; is an
        advantage; an advantage; an added advantage; a big advantage; a huge advantage; a strong advantage; a major
        advantage; a definite advantage; a distinct advantage; a great advantage; an asset;
        a strong asset; a big asset; a great asset; advantageous; beneficial; is optional; optional; would be great;
        is great; is welcome; are welcome; welcomed; appreciated; would be ideal; is a bonus; as a plus; pluses; are a
        plus; is a plus; bonuses; added bonus; a strong bonus; a good bonus; nice addition; definite win;
        earn extra credit; earns extra credit;
        a big bonus; a huge bonus;
        a nice bonus; a great bonus; a definite
        bonus; a major bonus; are a bonus; is useful; be useful; useful but; is valued; highly valued;
        is valuable; are valuable; be valuable; all valuable; also valuable; would be good; will help .; would help .;
        would also help;
        definitely help; is gravy; doesn't hurt; does not hurt; won't hurt; would be awesome; would be
        cool; will stand out; help you stand out; makes you stand out; sets you apart; set you apart; you an edge;
        great to have; good to have
    """,
    "seeker": """
        seeking work; seeking freelance work; seeking freelancer work; willing to relocate:; willing to relocate -
    """,
}  # fmt: skip

# "Full-stack" is a kind of work, not the stack of a team; a dev shop and an online shop are no "Python shop".
_NOT_A = {"stack": ("-", "full"), "shop": ("dev", "development", "online", "repair", "coffee", "print")}


class CueFinder:
    """Finds every cue of a text in one pass."""

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import PhraseMatcher

        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._cues: dict[int, Cue] = {}
        # The tokens of every phrase in lower case, and those that tell a stack from full-stack.
        self.phrases: list[tuple[str, ...]] = [(token, word) for word, tokens in _NOT_A.items() for token in tokens]
        for cue, phrases in PHRASES.items():
            texts = {" ".join(phrase.split()) for phrase in phrases.split(";")} - {""}
            texts |= {text.replace("'", "’") for text in texts}
            docs = [nlp.tokenizer(text) for text in sorted(texts)]
            self._matcher.add(cue, docs)
            self.phrases += [tuple(token.lower_ for token in doc) for doc in docs]
            self._cues[nlp.vocab.strings[cue]] = cue

    def find(self, doc: Doc) -> list[tuple[int, int, Cue]]:
        """(start, end, cue) in character offsets, from left to right."""
        cues = self._cues
        found = []
        for key, first, after in self._matcher(doc):
            start, last = doc[first], doc[after - 1]
            if start.lower_ in _NOT_A and first and doc[first - 1].lower_ in _NOT_A[start.lower_]:
                continue
            found.append((start.idx, last.idx + len(last), cues[key]))
        found.sort()
        return found
