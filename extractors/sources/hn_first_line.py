"""The first line of a hiring post: "Company | Role | Place | REMOTE | pay | link", in any order people choose.

Belongs here: reading that line alone. Does not belong here: the rest of the post, threads, skills.
"""

import re
from dataclasses import dataclass

from extractors.records import Workplace

_ROLE = re.compile(
    r"\b(?:engineer(?:s|ing)?|eng\.?|developers?|devs?|programmers?|scientists?|designers?|analysts?|architects?|managers?|"
    r"researchers?|administrators?|admins?|sres?|devops|mlops|full[- ]?stack|front[- ]?end|back[- ]?end|data|machine "
    r"learning|ml|ai|cto|vp|head of|director|lead|leads|staff|principal|founding|product|qa|testers?|support|"
    r"sales|marketing|consultants?|specialists?|technicians?|writers?|recruiters?|hackers?|interns?|roles?|positions?|android|ios|"
    r"mobile|python|ruby|rails|java|javascript|golang|rust|scala|php|react|security|infrastructure|platform|software|"
    r"embedded|firmware|hardware|robotics|generalists?|cofounder|co-founder)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:(?:fully|100%|partially)?\s*remote|on[- ]?site\w?|hybrid|in[- ]?(?:office|person)|wfh|full[- ]?time|"
    r"part[- ]?time|contract(?:or|ors|s)?|freelance|permanent|perm|visa|h1b|h-1b|local|equity|internships?|intern)\b",
    re.IGNORECASE,
)
_PAY = re.compile(r"[$€£¥]\s?\d|\b\d{2,3}\s?k\b|\b(?:usd|eur|gbp|salary|lpa)\b", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s|)>\]]{1,500}", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,3}\.(?:com|io|ai|co|org|net|dev|app|tech|eu|de|uk|ly|me)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[{][^()\[\]{}]{0,300}[)\]}]")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_BATCH = re.compile(r"[(\[]?\bYC[ -]?[SWFX]\d{2}\b[)\]]?", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:is|are|'s|’s)\s+(?:hiring|looking|seeking|growing|searching|recruiting)\b.*", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|join)\s+([A-Z][\w.&'-]{1,40}(?:\s[A-Z][\w.&'-]{1,40}){0,3})|"
    r"([A-Z][\w.&'-]{1,40}(?:\s[A-Z][\w.&'-]{1,40}){0,3})\s+(?:is|are)\s+(?:hiring|looking|seeking|a |an |the )"
)
_DASH = re.compile(r"\s+[-–—•·:;]\s+|;\s+|\s*[–—•·]\s*|:\s+")
_PRONOUNS = frozenset(
    [
        "we",
        "i",
        "our",
        "you",
        "they",
        "it",
        "this",
        "there",
        "here",
        "if",
        "at",
        "for",
        "the",
        "a",
        "an",
        "who",
        "us",
        "hi",
        "hello",
        "hey",
    ]
)
_MAX_TITLE = 160


@dataclass(frozen=True, slots=True)
class FirstLine:
    """What the line says; the employer falls back to a name nobody shares."""

    employer: str
    title: str
    location: str | None
    workplace: Workplace | None
    employment_type: str | None


def read_first_line(text: str, *, fallback: str) -> FirstLine:
    """Reads the first line of a post; `fallback` makes the employer of a post that names none unique."""
    line = text.split("\n", 1)[0].strip()[:600]
    # Some write slashes or bullets where others write bars.
    separator = next((one for one in ("|", " // ", " • ", " · ") if one in line), "")
    bars = bool(separator)
    segments = [part.strip(" -–—*,;") for part in (line.split(separator) if bars else _DASH.split(line))]
    segments = [part for part in segments if part]
    employer = _employer(segments, text, bars=bars) or f"unnamed ({fallback})"
    rest = segments[1:] if segments and _clean_name(segments[0]) == employer else segments
    return FirstLine(
        employer=employer,
        title=_title(rest, line, employer),
        location=_location(rest, employer),
        workplace=workplace_of(line),
        employment_type=_employment(line),
    )


def _clean_name(segment: str) -> str:
    name = _BATCH.sub("", _URL.sub("", segment))
    name = _BRACKETS.sub("", name)
    name = _TAIL.sub("", name)
    # "Acme - the road runner people": the name is what stands before the dash.
    name = re.split(r"\s+[-–—:]\s+|\s*[,;]\s*(?:a|an|the|we)\s", name, maxsplit=1)[0]
    name = re.sub(r"[\s(\[{]+$", "", name).strip(" \t-–—*,;:.!|#>\"“”'")
    return re.sub(r"\s+", " ", name)[:80].strip()


def _is_name(name: str) -> bool:
    if not name or len(name) > 60 or len(name.split()) > 8 or not re.search(r"\w", name):
        return False
    return name.split(maxsplit=1)[0].lower() not in _PRONOUNS or (len(name.split()) <= 3 and name[0].isupper())


def _employer(segments: list[str], text: str, *, bars: bool) -> str:
    if segments:
        first = segments[0]
        name = _clean_name(first)
        # With bars the first segment is the company by custom; without, it may as well be a place or a sentence.
        if bars and _is_name(name) and not _is_job_title(name) and not _WORK.fullmatch(name):
            return name
        sound = _is_name(name) and not _WORK.search(first) and not _ROLE.search(name) and not _looks_like_place(first)
        if sound and len(segments) > 1:
            return name
    head = text[:600]
    named = _AT.search(head)
    if named:
        name = _clean_name(named[1] or named[2])
        if _is_name(name) and name.split()[0].lower() not in _PRONOUNS:
            return name
    link = _DOMAIN.search(head)
    return link[0].lower().removeprefix("www.") if link else ""


def _is_job_title(name: str) -> bool:
    """ "Senior Software Engineer" is a job; "Acme Engineering" or "Data Scientists Ltd" may be a company."""
    return bool(
        re.search(r"\b(?:engineer|developer|scientist|designer|analyst|architect|manager)s?$", name, re.IGNORECASE)
    )


def _looks_like_place(segment: str) -> bool:
    return bool(re.search(r"[A-Z][a-z]+,\s*(?:[A-Z]{2,3}\b|[A-Z][a-z]+)", segment))


def _kind(segment: str) -> str:
    """role, work (terms, pay, links) or place."""
    bare = _URL.sub("", segment).strip()
    if not bare or _DOMAIN.fullmatch(bare):
        return "work"
    without = _BRACKETS.sub("", bare) or bare
    if _ROLE.search(without) and not re.fullmatch(r"(?:[\W\d]*(?:remote|intern|interns)[\W\d]*)+", without, re.I):
        return "role"
    if _PAY.search(bare):
        return "work"
    leftover = re.sub(r"[\W\d]+", "", _WORK.sub("", without))
    return "work" if len(leftover) < 3 else "place"


def _title(segments: list[str], line: str, employer: str) -> str:
    roles = [_EMPTY_BRACKETS.sub("", _URL.sub("", part)).strip(" -") for part in segments if _kind(part) == "role"]
    title = ", ".join(part for part in roles if part)
    if not title:
        title = _URL.sub("", line)
        if title.startswith(employer):
            title = title[len(employer) :]
        title = title.strip(" |-–—:,.;") or employer
    return re.sub(r"\s+", " ", title)[:_MAX_TITLE].strip()


def _location(segments: list[str], employer: str) -> str | None:
    places = [part for part in segments if _kind(part) == "place" and part != employer and len(part) <= 80]
    likely = [part for part in places if _looks_like_place(part) or len(part.split()) <= 5]
    return likely[0] if likely else None


def workplace_of(line: str) -> Workplace | None:
    """Remote, hybrid or on site as the line says it; "no remote" is on site."""
    low = line.lower()
    if re.search(r"\b(?:no|not|non)[ -]?remote\b|\bremote\s*[:=]\s*no\b", low):
        return "hybrid" if "hybrid" in low else "onsite"
    if "hybrid" in low:
        return "hybrid"
    remote = re.search(r"\bremote\b|\bwfh\b|work from home", low)
    onsite = re.search(r"\bon[- ]?site\w?\b|\bin[- ](?:office|person)\b", low)
    if remote and onsite:
        return "hybrid" if re.search(r"part(?:ly|ially|ial)?[- ]?remote", low) else "remote"
    return "remote" if remote else "onsite" if onsite else None


def _employment(line: str) -> str | None:
    low = line.lower()
    for name, pattern in (
        ("full_time", r"full[- ]?time|\bpermanent\b|\bperm\b"),
        ("contract", r"\bcontract(?:or|ors|s)?\b|\bfreelance"),
        ("part_time", r"part[- ]?time"),
        ("internship", r"\binterns?(?:hips?)?\b"),
    ):
        if re.search(pattern, low):
            return name
    return None
