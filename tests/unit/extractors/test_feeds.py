"""RSS and Atom feeds, well made and otherwise."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Article, Rejected
from extractors.sources.feeds import Feed, Feeds

NOW = datetime(2026, 1, 25, tzinfo=UTC)
URL = "https://blog.acme.test/feed.xml"
SOURCE = Feeds((Feed("acme", "Acme", URL),))


def read(body: bytes | str, content_type: str = "application/xml") -> list[Any]:
    content = body if isinstance(body, bytes) else body.encode()
    headers = {"Content-Type": content_type}
    return list(SOURCE.parse(RawResponse("r", "feeds", URL, 200, headers, content, NOW, {"feed": "acme"})))


def rss(items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Acme</title>{items}</channel></rss>"
    )


ITEM = """<item><title>Boats &amp; models</title><link>https://www.acme.test/blog/boats?utm_source=rss&amp;p=2#top</link>
  <guid>tag:1</guid><description>Short</description>
  <content:encoded><![CDATA[<p>We use <b>PyTorch</b>.</p><script>x</script>]]>
  </content:encoded><pubDate>Sat, 10 Jan 2026 23:30:00 -0400</pubDate><category>ML</category></item>"""


def test_an_entry_becomes_a_post() -> None:
    assert read(rss(ITEM)) == [
        Article(
            kind="post", source="feeds", feed="acme.test", native_id="blog/boats?p=2", title="Boats & models",
            text="We use PyTorch.", url="https://www.acme.test/blog/boats?p=2",
            published_on=date(2026, 1, 11), categories=("ML",),
        )
    ]  # fmt: skip


def test_atom_is_read_too() -> None:
    (post,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>urn:1</id><title>Boats</title>'
        '<link href="/blog/1"/><updated>2026-01-10T10:00:00Z</updated><summary>Text</summary></entry></feed>'
    )
    assert (post.url, post.published_on) == ("https://blog.acme.test/blog/1", date(2026, 1, 10))


def test_one_post_in_two_feeds_has_one_id() -> None:
    (first,), (second,) = read(rss(ITEM)), read(rss(ITEM.replace("tag:1", "tag:9").replace("utm_source=rss&amp;", "")))
    assert first.article_id == second.article_id == "feeds:acme.test:blog/boats?p=2"


@pytest.mark.parametrize("given", ["", "<pubDate>soon</pubDate>", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"])
def test_a_missing_or_senseless_date_stays_missing(given: str) -> None:
    (post,) = read(rss(f"<item><title>t</title><link>https://a.test/b</link>{given}</item>"))
    assert post.published_on is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "https://[::1", "ftp://x.test/"])
def test_a_link_that_is_no_web_address_is_not_kept(link: str) -> None:
    (post,) = read(rss(f"<item><title>t</title><guid>g</guid><link>{link}</link></item>"))
    assert post.url == URL and post.feed == "acme"


def test_markup_in_a_title_becomes_text() -> None:
    (post,) = read(rss("<item><title>&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;Boats&lt;/b&gt;</title></item>"))
    assert post.title == "Boats"


def test_undefined_entities_and_bare_ampersands_cost_nothing() -> None:
    # Incident: a strict parser sees no entry at all in a feed that says &rsquo;.
    rows = read(rss("<item><title>It&rsquo;s R & D</title><link>https://a.test/1</link></item>"))
    assert [row.title for row in rows] == ["It’s R & D"]


def test_a_feed_cut_off_in_the_middle_gives_what_came() -> None:
    whole = rss(ITEM + ITEM.replace("boats?", "ships?"))
    rows = read(whole[: whole.rindex("<guid>")])
    assert next(row.native_id for row in rows if isinstance(row, Article)) == "blog/boats?p=2"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(ITEM).replace("models", "Größe").encode("cp1252"), "text/xml; charset=utf-8"),
        (rss(ITEM).replace("models", "Größe").encode("utf-16"), "application/xml"),
        (rss(ITEM).replace("models", "Größe").replace("?>", ' encoding="rot13"?>', 1).encode(), "text/xml"),
    ],
)
def test_a_lying_charset_does_not_spoil_the_text(body: bytes, content_type: str) -> None:
    assert read(body, content_type)[0].title == "Boats & Größe"


def test_an_entry_without_a_title_is_set_aside() -> None:
    (row,) = read(rss("<item><link>https://a.test/1</link></item>"))
    assert isinstance(row, Rejected) and row.url == "https://a.test/1"


def test_a_feed_of_thousands_is_cut_and_says_so() -> None:
    rows = read(rss("".join(f"<item><title>t{n}</title><link>https://a.test/{n}</link></item>" for n in range(3000))))
    assert rows[0].reason == "feed cut" and len(rows) == 1001


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
)
REFUSED = {
    "laughs": LAUGHS,
    "external": '<!DOCTYPE r SYSTEM "file:///etc/passwd"><rss version="2.0"><channel/></rss>',
    "html": "<!doctype html><html><body>moved</body></html>",
    "page": "<html><body><p>moved</p></body></html>",
    "deep": "<rss><channel>" + "<a>" * 200_000,
    "attributes": "<rss " + " ".join(f"a{n}='1'" for n in range(200_000)) + "></rss>",
    "json": '{"jobs": []}',
    "empty": "",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_dangerous_or_no_feed_is_one_error(name: str) -> None:
    with pytest.raises(ExtractorError, match="acme"):
        read(REFUSED[name])


@given(
    st.binary(max_size=300)
    | st.text(st.sampled_from("<>/ rsitemlk!DOCTYPE[]&;'\"="), max_size=300).map(str.encode)
    | st.text(max_size=80).map(
        lambda text: rss(f"<item><title>{text}</title><link>{text}</link></item>").encode("utf-8", "ignore")
    )
)
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_raise_nothing_but_the_rooms_error(body: bytes) -> None:
    try:
        read(body)
    except ExtractorError as fault:
        assert fault.message
