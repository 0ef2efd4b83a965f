"""The Atom feed: one entry a report."""

import warnings
from datetime import UTC, datetime
from typing import Any


def feed_bytes(entries: list[dict[str, Any]]) -> bytes:
    """The feed of the given reports, newest first. Links are relative: the site may stand anywhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedgen's own imports
        from feedgen.feed import FeedGenerator
    feed = FeedGenerator()
    feed.id("urn:skilltide:reports")
    feed.title("skilltide weekly reports")
    feed.subtitle("Which skills the job market asks for, and which are really rising")
    feed.author({"name": "skilltide"})
    feed.link(href="feed.xml", rel="self")
    feed.link(href="index.html", rel="alternate")
    feed.updated(max((_moment(entry["updated"]) for entry in entries), default=datetime(1970, 1, 1, tzinfo=UTC)))
    for entry in entries:
        item = feed.add_entry(order="append")
        item.id(f"urn:skilltide:report:{entry['week']}")
        item.title(f"Week {entry['week']}" + (" (corrected)" if entry["corrected"] else ""))
        item.link(href=f"reports/{entry['week']}/index.html", rel="alternate")
        item.published(_moment(entry["published"]))
        item.updated(_moment(entry["updated"]))
        item.summary(" ".join(entry["findings"]))
    data: bytes = feed.atom_str(pretty=True)
    return data


def _moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
