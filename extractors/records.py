"""The records that travel between the rooms: what a source yields and what a reading of a text finds.

Belongs here: plain, frozen data with no behaviour beyond naming itself. Does not belong here: parsing, network,
database, spaCy.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

DocumentKind = Literal["posting", "paper", "post"]
Zone = Literal["required", "preferred", "duty", "company", "legal", "text"]
SkillKind = Literal[
    "language", "library", "tool", "platform", "concept", "certification", "degree", "role", "industry", "practice"
]
Workplace = Literal["remote", "hybrid", "onsite"]
Seniority = Literal["intern", "junior", "mid", "senior", "lead", "unspecified"]
RoleFamily = Literal["ml", "software", "other"]
Role = Literal[
    "ml_engineer", "data_scientist", "data_engineer", "data_analyst", "mlops_engineer", "research_scientist",
    "ai_engineer", "ai_architect", "deep_learning_engineer", "software_engineer", "devops_sre", "product_manager",
    "designer", "other",
]  # fmt: skip
Period = Literal["hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay as the advertisement states it; amounts in units of `currency` (ISO 4217) for one `period`."""

    low: float | None
    high: float | None
    currency: str | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Posting:
    """One advertisement as a source serves it.

    `text` is plain text made by `extractors.text` (headings and list items on lines of their own). `title` is the
    source's own title, or the first line of a free-text post. Fields a source does not state stay None: the
    extractor may fill workplace, employment type and salary from the text, and those of the source win.
    """

    source: str
    board: str
    native_id: str
    employer: str
    title: str
    text: str
    url: str
    posted_on: date | None
    location: str | None = None
    country: str | None = None
    workplace: Workplace | None = None
    employment_type: str | None = None
    salary: Salary | None = None
    language: str | None = None

    @property
    def posting_id(self) -> str:
        """The id that stays the same over edits: `source:board:native id`."""
        return f"{self.source}:{self.board}:{self.native_id}"


@dataclass(frozen=True, slots=True)
class Article:
    """A paper (title and abstract) or a blog post (title and the text its feed carries)."""

    kind: Literal["paper", "post"]
    source: str
    feed: str
    native_id: str
    title: str
    text: str
    url: str
    published_on: date | None
    categories: tuple[str, ...] = ()

    @property
    def article_id(self) -> str:
        """`source:feed:native id`; one paper has one id whichever interface served it."""
        return f"{self.source}:{self.feed}:{self.native_id}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one response says about which postings of a board are open, from a source that lists all of them.

    Only this lets a posting be closed: it is gone when two complete readings in a row, of different days, lack it.
    `native_ids` holds the id of every row of the response, also of rows that became a `Rejected`: a row that could not
    be read is not gone. A board of several pages gives one listing a page, `part` 1 to n, the n-th with `last`; they
    are one reading when the answers carry the same `meta["round"]`, which collecting sets. `capped` says that the
    response is known not to show everything: a row limit, fewer rows than its own total, a row without an id.
    """

    source: str
    board: str
    native_ids: tuple[str, ...]
    part: int = 1
    last: bool = True
    capped: bool = False


@dataclass(frozen=True, slots=True)
class BoardGone:
    """The service does not know the board (404): twice in a row, on different days, this closes what was open there.

    Made by `extractors.reading.parse_response` from the kept answer to a request that `lists`; sources never yield it.
    """

    source: str
    board: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The service itself says on which day a posting was taken down: that closes it, and changes nothing else of it."""

    source: str
    board: str
    native_id: str
    on: date

    @property
    def posting_id(self) -> str:
        """The id of the posting that this closes."""
        return f"{self.source}:{self.board}:{self.native_id}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read, or what is wrong with one that could: kept so that nothing is lost in silence.

    `reason` is the same words each time, `detail` the particulars, `remedy` what a person can do about it.
    """

    source: str
    url: str
    reason: str
    detail: str = ""
    remedy: str = ""


class Mention(NamedTuple):
    """A skill named in a text. `start` and `end` are character offsets into the stored text."""

    skill_id: str
    surface: str
    start: int
    end: int
    zone: Zone
    counts: bool


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree asked for. `level` is bachelor, master, phd or any; `field` a field of study or None."""

    level: Literal["bachelor", "master", "phd", "any"]
    field: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the extractor found in one text."""

    role: Role = "other"
    role_family: RoleFamily = "other"
    seniority: Seniority = "unspecified"
    workplace: Workplace | None = None
    employment_type: str | None = None
    salary: Salary | None = None
    language: str | None = None
    degrees: tuple[Degree, ...] = ()
    mentions: tuple[Mention, ...] = field(default=())
    # Years of experience asked for, and whether the employer sponsors a visa; None where not stated.
    years_min: int | None = None
    years_max: int | None = None
    visa: bool | None = None


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How one source fared in one collection: a row of `source_health`."""

    source: str
    status: Literal["ok", "partial", "unreachable", "refused", "off"]
    requests: int = 0
    documents: int = 0
    new_documents: int = 0
    failures: int = 0
    message: str = ""
