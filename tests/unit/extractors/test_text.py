"""Text from markup and odd characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ExtractorError
from extractors.text import MAX_RUN, MAX_TEXT, clean_text, decode, html_to_text, mask_personal, one_line, stored_text


def test_headings_lists_and_paragraphs_keep_their_lines() -> None:
    markup = "<div><p>We <b>build</b> boats.</p><h2>You bring</h2><ul><li>Python</li><li><p>SQL</p></li></ul>Bye</div>"
    assert html_to_text(markup) == "We build boats.\n\nYou bring\n\n- Python\n- SQL\n\nBye"


def test_inline_tags_leave_no_space() -> None:
    assert html_to_text("<div>Py<b>Torch</b> and C<span>++</span></div>") == "PyTorch and C++"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>", "<style>x</style>", "<!-- x -->", "<noscript>x</noscript>", "<template>x</template>",
        "<p hidden>x</p>", '<p aria-hidden="true">x</p>', '<p style="display: none">x</p>',
        '<span style="color:red;visibility:hidden">x</span>',
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_dropped(hidden: str) -> None:
    # Incident: instructions planted in hidden elements of real postings.
    assert html_to_text(f"<div>seen {hidden}</div>") == "seen"
    assert html_to_text(f"<p>seen</p>{hidden}") == "seen"


def test_comments_of_a_forum_take_the_short_way_with_the_same_result() -> None:
    link = '<a href="https:&#x2F;&#x2F;acme.test&#x2F;jobs&#x2F;1" rel="nofollow">https:&#x2F;&#x2F;acme.te...</a>'
    markup = f"Acme | ML &amp; Data<p>See {link}<p><i>Now</i>"
    assert html_to_text(markup) == "Acme | ML & Data\n\nSee https://acme.test/jobs/1\n\nNow"


def test_entities_are_decoded_once() -> None:
    assert html_to_text("R&amp;amp;D &lt;b&gt;") == "R&amp;D <b>"


@pytest.mark.parametrize(
    "markup", ["<div>" * 100_000, "<a>" * 1_600_000, "<" * 1_000_000, "x" * 3_000_000 + "<b>"], ids=len
)
def test_markup_that_no_page_has_is_refused(markup: str) -> None:
    with pytest.raises(ExtractorError):
        html_to_text(markup)


def test_invisible_and_turning_characters_go() -> None:
    assert clean_text("a\0b\u202ec\u200bd\ufeffe\ud800f\xadg") == "abcdefg"
    assert clean_text("a\r\nb\rc\u2028d\xa0e") == "a\nb\nc\nd e"


def test_endless_runs_are_broken() -> None:
    # Incident: 20,000 opening brackets in a row took the tokenizer 51 seconds.
    assert max(len(run) for run in clean_text("(" * 20_000).split()) == MAX_RUN


def test_a_million_characters_are_cut() -> None:
    assert len(clean_text("word " * 200_000)) <= MAX_TEXT


@pytest.mark.parametrize(
    "personal",
    [
        "ann.b@example.org",
        "x+y@mail.example.co.uk",
        "jobs [at] acme [dot] io",
        "jobs(at)acme.io",
        "jobs at acme dot com",
        "åsa.öberg@företag.se",
        "ann\uff20example.org",
        "ann @ example.org",
        "ann @example.com",
        "ann (a) example.org",
        "ann[@]example[.]org",
        "ann [dot] b [at] example [dot] org",
        "ann-at-example-dot-org",
        "ann _at_ example.org",
    ],
)
def test_mail_addresses_are_masked(personal: str) -> None:
    assert mask_personal(f"write to {personal} now") == "write to [e-mail] now"


@pytest.mark.parametrize(
    "personal",
    [
        "+1 415 555 0100", "+49-30-1234567", "(415) 555-0100", "415-555-0100", "415 555 0100", "1-800-555-0100",
        "+46 (0)70-123 45 67", "+46 - 70 - 123 45 67", "+33 1 23 45 67 89", "0046 70 123 45 67",
        "+1 (555) 123\u20114567", "070-123 45 67", "08-123 456 78", "020 7946 0018", "01 23 45 67 89", "0170/1234567",
        "(020) 7946 0018",
        "\uff0b44 20 7946 0018",
    ],
)  # fmt: skip
def test_telephone_numbers_are_masked(personal: str) -> None:
    assert mask_personal(f"ask {personal} now") == "ask [phone] now"
    assert mask_personal(f"(Anna, {personal}).") == "(Anna, [phone])."


@pytest.mark.parametrize(
    "called",
    ["Tel. 5550100", "phone: 555 01 00 11", "Telefon 12 34 56 78", "WhatsApp 919876543210", "call me on 5550100"],
)
def test_what_is_called_a_telephone_number_is_one(called: str) -> None:
    assert mask_personal(f"{called}!").endswith("[phone]!")


@pytest.mark.parametrize(
    "plain",
    [
        "$120,000 - 150,000",
        "2024-01-27 to 2025-02-01",
        "C++ 17 +3 years",
        "at Acme Inc",
        "100k-150k",
        "look at dot com",
        "Head of Tech @ Acme.com",
        "our site @ acme.com/jobs",
        "npm i @acme/core",
        "https://acme.com/jobs-at-acme.html",
        "https://acme.com/articles/d41586-020-03382-2 and /2021/03/02/210302",
        "40.000-70.000 EUR, 09:00 - 17:00, 01-02-2024, 01.02.2024",
        "ISO 27001 2013, 10 000 - 20 000 000 SEK, 45 000 - 60 000 kr",
        "call 2019-2021 a success",
        "Tue Sep 23 20:18:09 2008 -0400",
        "addresses that end with @acme.com",
        "00729816-6c5e-4ff2-aaaa-000000000000",
    ],
)
def test_pay_dates_and_words_are_not_masked(plain: str) -> None:
    assert mask_personal(plain) == plain


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Développeur".encode("cp1252"), "utf-8", "Développeur"),
        ("Zürich".encode("utf-16"), None, "Zürich"),
        ("<a>é</a>".encode("utf-16-le"), None, "<a>é</a>"),
        (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-"),
        ("größe".encode(), "rot13", "größe"),
        ("größe".encode(), "utf-16", "größe"),
        ("größe".encode(), "no-such-codec", "größe"),
        ("日本".encode("shift_jis"), "Shift_JIS", "日本"),
    ],
)
def test_bytes_are_decoded_by_our_own_list(body: bytes, charset: str | None, text: str) -> None:
    assert decode(body, charset) == text


@given(st.text(st.characters(exclude_categories=[]), max_size=400))
@settings(max_examples=150)
def test_clean_text_is_stable_and_storable(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned
    assert "\0" not in cleaned and "\r" not in cleaned
    assert "\n" not in one_line(text)


@given(st.text(st.sampled_from("<>/ap divlt&;#x\"'=\n-!"), max_size=200) | st.binary(max_size=200).map(decode))
@settings(max_examples=150)
def test_any_markup_becomes_text(markup: str) -> None:
    stored_text(markup).encode("utf-8")
