"""robots.txt as RFC 9309 has it: a missing file allows all, a failing server allows nothing for now.

Belongs here: the name by which we are known to it, reading the rules of one host, its Content-Signal among them. Does
not belong here: fetching them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

AGENT = "skilltide"
MAX_BYTES = 500 * 1024
_LINE = re.compile(r"^\s*([A-Za-z-]{1,40})\s*:\s*([^#\n]{0,2000})", re.MULTILINE)


def user_agent(contact: str | None) -> str:
    """Who we are and how to reach whoever runs this."""
    try:
        number = version("skilltide")
    except PackageNotFoundError:
        number = "0.1.0"
    reach = re.sub(r"[^ -~]|[()]", "", contact or "") or "no contact given"
    return f"{AGENT}/{number} (job market statistics; {reach})"


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host lets us ask for, and how slowly."""

    parser: Any | None
    #: Content-Signal: what may be done with what is read, such as {"ai-input": "no"}.
    signals: Mapping[str, str] = field(default_factory=dict)

    @property
    def keeps_from_models(self) -> bool:
        """Whether the host asks that what it serves is not given to a model: all that is collected here is."""
        return self.signals.get("ai-input") == "no"

    def allows(self, url: str) -> bool:
        """Whether our agent may fetch the URL."""
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))

    @property
    def delay_s(self) -> float:
        """The pause the host asks for; 0 when it asks for none."""
        return float(self.parser.crawl_delay(AGENT) or 0) if self.parser is not None else 0.0


def read_robots(status: int, body: bytes) -> RobotsRules:
    """The rules of an answer to `GET /robots.txt`, status 200 or 4xx."""
    if status != 200:
        return RobotsRules(None)
    from protego import Protego

    text = body[:MAX_BYTES].decode("utf-8", "replace")
    return RobotsRules(Protego.parse(text), _signals(text))


def _signals(text: str) -> dict[str, str]:
    """The signals of the group that names our agent, else of the group for all."""
    found: dict[str, dict[str, str]] = {}
    agents: list[str] = []
    heading = False
    for name, value in _LINE.findall(text):
        if name.lower() == "user-agent":
            agents = [*agents, value.strip().lower()] if heading else [value.strip().lower()]
            heading = True
            continue
        heading = False
        if name.lower() == "content-signal":
            pairs = (pair.partition("=") for pair in value.lower().split(","))
            stated = {key.strip(): answer.strip() for key, _, answer in pairs if answer}
            for agent in agents or ["*"]:
                found.setdefault(agent, {}).update(stated)
    ours = next((signals for agent, signals in found.items() if agent not in ("", "*") and agent in AGENT), None)
    return found.get("*", {}) if ours is None else ours
