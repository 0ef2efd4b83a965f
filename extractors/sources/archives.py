"""One file of many megabytes: taken to disk, read row by row, kept as pieces that are read like any answer.

Belongs here: the way of such a file from its address to kept responses. Does not belong here: the download itself
(`extractors/downloads.py`), what is in a file (`jsonlines.py`), which files there are (the sources).
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from extractors.errors import ParseError
from extractors.raw import RawResponse
from extractors.sources.base import Plan, Request, SourceClient
from extractors.sources.jsonlines import pieces_of, rows_on_disk

_DEADLINE_S = 4 * 3600.0
_HEAD = 1024 * 1024


def keep_archive(
    client: SourceClient, plan: Plan, url: str, *, work: str, wanted: Callable[[bytes], bool]
) -> Iterator[RawResponse]:
    """The wanted rows of a file as kept pieces of JSON lines; `work` names them all and is finished with the last.

    A download that broke off goes on where it stopped, and pieces that are kept are not kept again. A file that cannot
    be read to its end is told, deleted, and asked for again a week later: what came of it stays.
    """
    year, week, _ = plan.as_of.isocalendar()
    broken = f"{work}:broken:{year}-W{week:02d}"
    if plan.already(broken):
        return
    path = client.download(Request(url, deadline_s=_DEADLINE_S, read_timeout_s=60))
    if path is None:
        return
    version = _version(path)
    try:
        for number, body in enumerate(pieces_of(rows_on_disk(path, where=url), wanted), 1):
            key = f"{work}:{version}:{number}"
            if not plan.already(key):
                yield client.keep(Request(url, key=key, meta={"what": "archive", "piece": str(number)}), body)
    except ParseError as fault:
        client.report(f"{fault.message}; what came before is kept, the file is asked for again next week")
        client.finished(broken)
    else:
        client.finished(work)
    path.unlink()


def _version(path: Path) -> str:
    """Names the content: pieces of another version of the file are other pieces."""
    with path.open("rb") as file:
        return blake2b(file.read(_HEAD) + str(path.stat().st_size).encode(), digest_size=6).hexdigest()
