"""Every recorded row of aggregators and feeds is read. Needs recorded answers of the services, which are not public."""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Article, Posting
from extractors.sources.arbeitnow import Arbeitnow
from extractors.sources.base import Source
from extractors.sources.feeds import Feeds
from extractors.sources.himalayas import Himalayas
from extractors.sources.jobicy import Jobicy
from extractors.sources.remoteok import RemoteOk
from extractors.sources.remotive import Remotive
from extractors.sources.themuse import TheMuse
from extractors.sources.xml import xml_text

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WEB = Path(os.environ.get("SKILLTIDE_SHARED", "nowhere")) / "web" / "recorded"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not WEB.is_dir(), reason="SKILLTIDE_SHARED does not name recorded answers"),
]
AGGREGATORS: list[tuple[Source, str, str]] = [
    (RemoteOk(), "remoteok.com/api.json", ""),
    (Remotive(), "remotive.com/api/remote-jobs.json", "jobs"),
    (Arbeitnow(), "www.arbeitnow.com/api/job-board-api.json", "data"),
    (Jobicy(), "jobicy.com/api/v2/remote-jobs.json", "jobs"),
    (Himalayas(), "himalayas.app/jobs/api.json", "jobs"),
    (TheMuse(()), "_samples/themuse_jobs_merged.json", "jobs"),
]
FEEDS = Feeds(())
ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>/]")
#: An HTML page with a feed inside it.
NO_FEEDS = {"feedjira_DuplicateContentAtomFeed.xml"}
#: Entries that a feed holds twice or three times, with one title and one address.
REPEATED = {"feed_paulgraham": 3, "feed_windsurf_changelog": 3}


def response(body: bytes, url: str, **meta: str) -> RawResponse:
    return RawResponse("r", "s", url, 200, {}, body, NOW, meta)


@pytest.mark.parametrize(("source", "file", "key"), AGGREGATORS, ids=lambda one: getattr(one, "name", ""))
def test_every_recorded_row_of_an_aggregator_is_a_posting_with_a_text(source: Source, file: str, key: str) -> None:
    payload: Any = json.loads((WEB / file).read_bytes())
    listed = payload[key] if key else [row for row in payload if "legal" not in row]
    if source.name == "themuse":
        payload = {"results": listed}
    found = list(source.parse(response(json.dumps(payload).encode(), f"https://{file}")))
    print(f"\n{source.name}: {len(listed)} recorded rows, {len(found)} stored")
    assert len({row.posting_id for row in found if isinstance(row, Posting)}) == len(listed) > 0
    for row in found:
        assert isinstance(row, Posting) and len(row.text) > 200 and row.posted_on and row.url.startswith("https://")
        assert "<" not in row.title and "&amp;" not in row.title + row.employer + row.text


def feeds(pattern: str) -> Iterator[tuple[Path, int, list[Any]]]:
    for path in sorted(WEB.glob(pattern)):
        body = path.read_bytes()
        url = f"https://{path.parent.relative_to(WEB)}/{path.name.partition('@')[0]}"
        found = list(FEEDS.parse(response(body, url, feed=path.name.partition(".")[0])))
        yield path, len(ENTRY.findall(xml_text(body))), found


@pytest.mark.parametrize("pattern", ["raw.githubusercontent.com/**/*.xml@*", "lilianweng.github.io/*"])
def test_every_recorded_entry_of_a_feed_is_a_post(pattern: str) -> None:
    entries = posts = undated = 0
    for path, recorded, found in feeds(pattern):
        assert all(isinstance(row, Article) and row.title for row in found), path.name
        undated += sum(row.published_on is None for row in found)
        twice = len(found) - len({row.article_id for row in found})
        assert (len(found), twice) == (recorded, REPEATED.get(path.name.partition(".")[0], 0)), path.name
        entries, posts = entries + recorded, posts + len(found) - twice
    print(f"\n{pattern}: {entries} recorded entries, {posts} stored, {entries - posts} sent twice, {undated} undated")
    assert entries > 0 and undated < entries / 20


def test_every_entry_of_an_odd_feed_is_read_or_the_feed_is_refused() -> None:
    entries = posts = refused = 0
    for path in sorted(WEB.glob("odd-feeds.test/*")):
        try:
            ((_, recorded, found),) = feeds(f"odd-feeds.test/{path.name}")
        except ExtractorError as fault:
            assert path.name in NO_FEEDS and "HTML" in fault.message, path.name
            refused += 1
            continue
        assert len({row.article_id for row in found if isinstance(row, Article)}) == recorded, path.name
        entries, posts = entries + recorded, posts + len(found)
    print(f"\nodd feeds: {entries} recorded entries, {posts} stored, {refused} page that is no feed")
    assert entries > 300 and refused == len(NO_FEEDS)
