"""Sitemaps."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ParseError, UnusableError
from extractors.kinds import check_kind
from extractors.sources import sitemap
from extractors.sources.sitemap import Sitemap, read_sitemap

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PAGES = f"""{HEAD}<urlset {SPACE}>
  <url><loc> https://acme.example/jobs/1 </loc><lastmod>2026-01-05</lastmod><priority>1</priority></url>
  <url><loc>http://acme.example/jobs/2?a=1&amp;b=2#top</loc></url>
  <url><loc>https://elsewhere.example/jobs/3</loc></url>
  <url><loc>https://acme.example:8080/jobs/4</loc></url><url><loc>javascript:alert(1)</loc></url><url/>
</urlset>""".encode()


def read(body: bytes) -> Sitemap:
    return read_sitemap(body, host="acme.example", where="careers: acme.example")


def test_addresses_of_the_site_are_read_with_their_days() -> None:
    assert read(PAGES) == Sitemap(
        (("https://acme.example/jobs/1", "2026-01-05"), ("https://acme.example/jobs/2?a=1&b=2", ""))
    )


def test_a_gzip_file_is_read_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(gzip.compress(PAGES)) == read(PAGES)
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1000)
    with pytest.raises(ParseError, match="larger than"):
        read(gzip.compress(b" " * 5000))
    with pytest.raises(ParseError, match="gzip"):
        read(gzip.compress(PAGES)[:-20])


def test_only_where_a_sitemap_is_expected_a_gzip_file_is_kept() -> None:
    check_kind(gzip.compress(PAGES), "sitemap", "application/gzip")
    check_kind(PAGES, "sitemap", "text/xml")
    for body, expected in (
        (gzip.compress(PAGES), "xml"),
        (b"<!doctype html><title>Hi</title>", "sitemap"),
        (b"{}", "sitemap"),
    ):
        with pytest.raises(UnusableError):
            check_kind(body, expected, "")


def test_more_tags_than_any_sitemap_has_are_refused() -> None:
    with pytest.raises(ParseError, match="600,000 tags"):
        read(b"<urlset>" + b"<a/>" * 600_001)


def test_an_index_lists_sitemaps() -> None:
    entry = "<sitemap><loc>https://acme.example/jobs.xml.gz</loc><lastmod>2026-01-05</lastmod></sitemap>"
    found = read(f"{HEAD}<sitemapindex {SPACE}>{entry}</sitemapindex>".encode())
    assert found == Sitemap((("https://acme.example/jobs.xml.gz", "2026-01-05"),), is_index=True)


def test_entries_beyond_the_cap_are_not_read_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_ENTRIES", 1)
    assert read(PAGES).cut and len(read(PAGES).entries) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"<rss/>", b"{}", b"<!DOCTYPE u [<!ENTITY a 'b'>]><urlset>&a;</urlset>"]
)
def test_anything_else_is_one_error(body: bytes) -> None:
    with pytest.raises(ParseError, match=r"careers: acme\.example"):
        read(body)


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    for content in (body, b"\x1f\x8b" + body, b"<urlset><url><loc>" + body):
        try:
            assert isinstance(read(content), Sitemap)
        except ParseError as fault:
            assert "acme.example" in fault.message
