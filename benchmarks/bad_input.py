"""What hostile answers cost to read: CPU seconds and memory, against the bound and beside the library used alone.

    python benchmarks/bad_input.py

Each answer is read in a process of its own, first by this project's reader, then by the library that would be the
usual choice (feedparser for feeds, BeautifulSoup for markup, json for JSON), which is stopped after 20 s. Memory is how
far the process rises above what it held before. The exit status is 1 when the reader misses a bound.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from extractors.raw import RawResponse
from extractors.reading import parse_response
from extractors.sources.feeds import Feeds
from extractors.sources.greenhouse import Greenhouse
from extractors.sources.registry import SourceBook
from extractors.text import stored_text

_STOP_S = 20.0
_FEED = b'<rss version="2.0"><channel><title>t</title>%s</channel></rss>'
_LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)


def _board(content: str) -> bytes:
    return json.dumps({"jobs": [{"id": 1, "title": "Dev", "content": content}]}).encode()


# Row of the list, what it is, kind, the answer, bounds in seconds and MB.
CASES: list[tuple[str, str, str, Callable[[], bytes], float, float]] = [
    ("32", "billion laughs", "feed", lambda: _LAUGHS + _FEED % b"&m;", 0.1, 60),
    ("32", "quadratic entities", "feed",
     lambda: b'<!DOCTYPE l [<!ENTITY a "%s">]>' % (b"x" * 50_000) + _FEED % (b"&a;" * 50_000), 0.1, 60),
    ("34", "depth 200,000", "feed", lambda: _FEED % (b"<a>" * 200_000), 1.0, 200),
    ("34", "200,000 attributes", "feed",
     lambda: _FEED % (b"<item %s/>" % b" ".join(b'a%d="1"' % n for n in range(200_000))), 1.0, 200),
    ("34", "200,000 entries", "feed",
     lambda: _FEED % b"".join(b"<item><title>%d</title></item>" % n for n in range(200_000)), 1.0, 200),
    ("36", "depth 100,000", "markup", lambda: _board("<div>" * 100_000), 2.0, 200),
    ("36", "depth 240, 50,000 tags", "markup", lambda: _board(("<div>" * 240 + "</div>" * 240) * 100), 2.0, 200),
    ("36", "5 MB of <a>", "markup", lambda: _board("<a>" * 1_600_000), 2.0, 200),
    ("36", "1 MB of <", "markup", lambda: _board("<" * 1_000_000), 2.0, 200),
    ("36", "900 KB of <![CDATA[", "markup", lambda: _board("<![CDATA[" * 100_000), 2.0, 200),
    ("37", "depth 100,000", "json", lambda: b'{"jobs": ' + b"[" * 100_000, 1.0, 60),
    ("37", "3 MB of []", "json", lambda: b'{"jobs": [' + b"[]," * 1_000_000 + b"[]]}", 5.0, 200),
    ("38", "1,000,000 characters", "text", lambda: _board("word " * 200_000), 0.3, 60),
    ("38", "20,000 (", "text", lambda: _board("(" * 20_000), 0.1, 60),
    ("38", "100,000 without a space", "text", lambda: _board("x" * 100_000), 0.1, 60),
    ("38", "100,000 a@", "text", lambda: _board("a@" * 50_000), 0.3, 60),
    ("38", "100,000 digits", "text", lambda: _board("+1 2 " * 20_000), 0.3, 60),
    ("38", "100,000 spaces", "text", lambda: _board("a" + " " * 100_000 + "b"), 0.1, 60),
]  # fmt: skip


def ours(kind: str, body: bytes) -> None:
    """The reader, as a run uses it."""
    name = "feeds" if kind == "feed" else "greenhouse"
    book = SourceBook([], [], {"greenhouse": Greenhouse(()), "feeds": Feeds(())})
    parse_response(book, RawResponse("x", name, "https://x.test/", 200, {}, body, datetime.now(UTC)))


def alone(kind: str, body: bytes) -> None:
    """The usual library by itself."""
    if kind == "feed":
        import feedparser

        feedparser.parse(body)
    elif kind == "markup":
        from bs4 import BeautifulSoup

        BeautifulSoup(json.loads(body)["jobs"][0]["content"], "html.parser").get_text()
    else:
        json.loads(body)


def _rss(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(field))) / 1024


def _measure(
    case: int, read: Callable[[str, bytes], None], results: "multiprocessing.Queue[tuple[float, float]]"
) -> None:
    _, _, kind, make, _, _ = CASES[case]
    body = make()
    read(kind, _FEED % b"" if kind == "feed" else _board("x"))  # imports
    stored_text("<b>x</b><table>y</table>")
    Path("/proc/self/clear_refs").write_text("5")
    before, began = _rss("VmRSS"), time.process_time()
    try:
        read(kind, body)
    except Exception as fault:
        print(f"    {type(fault).__name__}", file=sys.stderr)
    results.put((time.process_time() - began, _rss("VmHWM") - before))


def measured(case: int, read: Callable[[str, bytes], None]) -> tuple[float, float] | None:
    """Seconds and MB in a fresh process; None when it was stopped."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_measure, args=(case, read, results))
    process.start()
    process.join(_STOP_S + 3)
    if process.is_alive():
        process.kill()
        process.join()
        return None
    seconds, memory = results.get(timeout=1)
    return seconds, memory


def main() -> int:
    """Prints the table; 1 when a bound was missed."""
    missed = 0
    print(f"{'row':<4}{'answer':<26}{'bound':>16}{'reader':>18}{'library alone':>18}")
    for number, (row, name, _, _, seconds, memory) in enumerate(CASES):
        reader, library = measured(number, ours), measured(number, alone)
        good = reader is not None and reader[0] <= seconds and reader[1] <= memory
        missed += not good
        shown = [f"{one[0]:.2f} s {one[1]:4.0f} MB" if one else f"> {_STOP_S:.0f} s" for one in (reader, library)]
        bound = f"{seconds:g} s {memory:.0f} MB"
        print(f"{row:<4}{name:<26}{bound:>16}{shown[0]:>18}{shown[1]:>18}{'' if good else '  MISSED'}", flush=True)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
