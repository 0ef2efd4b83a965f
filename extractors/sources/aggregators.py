"""What services that gather postings of many employers share: a request a day, pages in turn, labels, keys.

Such a service shows its newest rows or the answers to a query, never all that is open: its sources yield no `Listing`,
and nothing of theirs is closed because it is missing. Does not belong here: any service's addresses or fields.
"""

import html
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from extractors.errors import ExtractorError, ParseError
from extractors.raw import RawResponse
from extractors.sources.base import Plan, Record, Request, SourceClient, SourceKind, read_json
from extractors.sources.fields import markup_in, text_in
from extractors.text import stored_text

#: The board of a service that has none.
JOBS = "jobs"
MAX_ANSWER = 32 * 1024 * 1024


class DailyList(ABC):
    """A service with one list of its newest postings in JSON, asked for once a day."""

    name: str
    url: str
    kind: SourceKind = "posting"

    @abstractmethod
    def parse(self, response: RawResponse) -> Iterator[Record]:
        """The postings of the list."""

    def collect(self, client: SourceClient, plan: Plan) -> Iterator[RawResponse]:
        """One request, unless its answer of today is kept."""
        key = f"{self.name}:{plan.as_of}"
        due = not plan.already(key)
        client.expect(int(due))
        asked = Request(self.url, "json", key, accept="application/json", conditional=True, max_bytes=MAX_ANSWER)
        response = client.get(asked) if due else None
        if response is not None:
            yield response


def ask_pages(
    client: SourceClient,
    plan: Plan,
    work: str,
    *,
    pages: range,
    request: Callable[[int], Request],
    more: Callable[[RawResponse, int], bool],
) -> Iterator[RawResponse]:
    """Pages in turn until one says that it is the last; `work` names them all and is finished with that page.

    A page that is kept is not asked for again, so a run that was cut short goes on where it stopped; a page that fails
    leaves the work open for the next run.
    """
    if plan.already(work):
        return
    for page in pages:
        key = f"{work}:{page}"
        if plan.already(key):
            continue
        response = client.get(replace(request(page), key=key, max_bytes=MAX_ANSWER))
        if response is None:
            return
        yield response
        if not more(response, page):
            break
    client.finished(work)


def rows_of(response: RawResponse, *path: str, source: str) -> list[Any]:
    """The list at the end of a path of keys in a JSON answer, or `ParseError`."""
    found: Any = read_json(response.body, where=f"{source}: {response.url}")
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise ParseError(f"{source}: no list {'.'.join(path) or 'of postings'!r} in the answer ({response.url})")
    return found


def label(value: object) -> str | None:
    """A title or name on one line, its entities read: "R&amp;D" is "R&D"."""
    return text_in(html.unescape(value)) if isinstance(value, str) else None


def description(value: object, native: str) -> str:
    """The text of an HTML description, which some rows bring escaped once more; `ParseError` when it is no text."""
    if not isinstance(value, str):
        raise ParseError(f"posting {native}: no text (found {type(value).__name__})")
    markup = markup_in(value).lstrip()
    return stored_text(html.unescape(markup) if markup.startswith("&lt;") else markup)


def employer_of(value: object, native: str) -> str:
    """The employer's name; one that is missing gets a name of its own, so that nameless rows are not one employer."""
    return label(value) or f"unnamed ({native})"


def key_of(plan: Plan, source: str) -> str:
    """The user's key of a service. Collecting does not ask a source whose key is missing."""
    return plan.keys.get(source, "").strip()


def key_pair(plan: Plan, source: str, form: str) -> tuple[str, str]:
    """A key of two parts with a colon between; `form` says which they are."""
    first, colon, second = key_of(plan, source).partition(":")
    if not colon or not first.strip() or not second.strip():
        raise ExtractorError(f"{source}: its key has the form {form}", "correct it in the settings")
    return first.strip(), second.strip()
