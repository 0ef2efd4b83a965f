"""RSS and Atom feeds, well made and otherwise."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from asking import Client, run
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ExtractorError
from extractors.raw import RawResponse
from extractors.records import Article, Rejected
from extractors.sources.feeds import Feed, Feeds, from_table

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


def test_an_entry_without_a_title_is_called_by_the_beginning_of_its_text() -> None:
    (row,) = read(rss("<item><link>https://a.test/1</link><description>Boats float.&lt;p&gt;More</description></item>"))
    assert row.title == "Boats float."


def test_entries_that_share_an_address_are_told_apart_by_fragment_or_own_id() -> None:
    def release(number: int, fragment: str = "", own: str = "") -> str:
        link = f"https://a.test/changes{fragment}"
        return f"<item><title>Release {number}</title><link>{link}</link><guid>{own}</guid></item>"

    ids = [row.native_id for row in read(rss("".join(release(n, f"#v{n}") for n in range(3))))]
    assert len(set(ids)) == 3 and all(one.startswith("changes#") for one in ids)
    assert ids[1:] == [row.native_id for row in read(rss("".join(release(n, f"#v{n}") for n in (1, 2, 7))))][:2]
    assert len({row.native_id for row in read(rss("".join(release(n, own=f"id{n}") for n in range(3))))}) == 3


def test_one_entry_sent_twice_is_one_post() -> None:
    first, second = read(rss(ITEM + ITEM.replace("#top", "#other")))
    assert first.article_id == second.article_id


def test_the_parameters_of_medium_are_no_part_of_an_address() -> None:
    link = "https://medium.com/acme/boats-1a2b?source=rss----9f8e---4&amp;gi=77#top"
    assert read(rss(f"<item><title>t</title><link>{link}</link></item>"))[0].url == "https://medium.com/acme/boats-1a2b"


def test_a_date_in_the_future_is_kept_as_it_is() -> None:
    (row,) = read(rss("<item><title>t</title><pubDate>Fri, 01 May 2026 00:00:00 GMT</pubDate></item>"))
    assert row.published_on == date(2026, 5, 1)


def test_a_teaser_is_all_the_text_there_is() -> None:
    (row,) = read(rss("<item><title>t</title><description>The post Boats appeared first on Acme.</description></item>"))
    assert row.text == "The post Boats appeared first on Acme."


def test_rss_with_a_prefix_on_every_element_is_read() -> None:
    items = "<rss:item><rss:title>Boats</rss:title><rss:link>https://a.test/1</rss:link></rss:item>"
    assert [row.title for row in read(f'<rss version="2.0"><rss:channel>{items}</rss:channel></rss>')] == ["Boats"]


def test_a_feed_none_of_whose_entries_can_be_read_is_no_empty_feed() -> None:
    with pytest.raises(ExtractorError, match="none of its entries"):
        read('<rss version="2.0"><channel><x:item><title>t</title></x:item></channel></rss>')


def test_every_feed_is_asked_for_once_a_day_and_conditionally() -> None:
    client = Client(lambda request: rss(ITEM).encode())
    assert len(run(SOURCE, client)) == 1 and run(SOURCE, client) == []
    assert client.asked[0].conditional and len(run(SOURCE, client, as_of=date(2026, 1, 26))) == 1


def test_a_feed_may_name_a_field_of_the_guide_and_no_other() -> None:
    line = {"id": "a", "title": "A", "url": URL, "field": "mlops"}
    assert from_table("t", {"feeds": [line]})._feeds == (Feed("a", "A", URL, "mlops"),)
    with pytest.raises(ExtractorError, match="expected one of mlops"):
        from_table("t", {"feeds": [{**line, "field": "gardening"}]})


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
@settings(max_examples=150)
def test_arbitrary_bytes_raise_nothing_but_the_rooms_error(body: bytes) -> None:
    try:
        read(body)
    except ExtractorError as fault:
        assert fault.message
