"""robots.txt as RFC 9309 has it: a missing file allows all, a failing server allows nothing for now.

Belongs here: reading the rules of one host. Does not belong here: fetching them.
"""

from dataclasses import dataclass
from typing import Any

AGENT = "skilltide"
MAX_BYTES = 500 * 1024


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host lets us ask for, and how slowly."""

    parser: Any | None

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

    return RobotsRules(Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")))
