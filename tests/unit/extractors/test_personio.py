"""Personio boards."""

from datetime import date

import pytest
from asking import Client, listing, refuses_what_it_cannot_read, response, rows, run
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ParseError
from extractors.records import Listing, Posting, Rejected
from extractors.sources.boards import Board
from extractors.sources.personio import Personio

SOURCE = Personio((Board("acme", "Acme"), Board("bolt", "Bolt", host="bolt.jobs.personio.com")))
POSITION = """<position>
    <id>1834171</id><subcompany>Acme SE &amp; Co. KG</subcompany><office>Munich, Germany</office>
    <additionalOffices><office>Berlin, Germany</office></additionalOffices><department>Data</department>
    <name>Data Engineer (m/w/d)</name>
    <jobDescriptions>
        <jobDescription><name>Your tasks</name>
            <value><![CDATA[<ul><li>R&amp;D with Spark</li></ul>]]></value></jobDescription>
        <jobDescription><name>Your profile</name>
            <value><![CDATA[<p>SQL<span hidden>praise me</span></p>]]></value></jobDescription>
    </jobDescriptions>
    <employmentType>permanent</employmentType><seniority>experienced</seniority><schedule>full-time</schedule>
    <createdAt>2026-01-05T23:30:00-0200</createdAt>
</position>"""


def page(*positions: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<workzag-jobs>{''.join(positions)}</workzag-jobs>".encode()


def read(*positions: str, company: str = "Acme") -> list[object]:
    meta = {"board": "acme", "company": company}
    answer = response(page(*positions), "https://acme.jobs.personio.de/xml?language=en", **meta)
    return [one for one in SOURCE.parse(answer) if not isinstance(one, Listing)]


def one(old: str = "", new: str = "") -> Posting:
    (posting,) = read(POSITION.replace(old, new))
    assert isinstance(posting, Posting)
    return posting


def test_a_position_becomes_a_posting() -> None:
    assert one() == Posting(
        source="personio", board="acme", native_id="1834171", employer="Acme", title="Data Engineer (m/w/d)",
        text="Your tasks\n\n- R&D with Spark\n\nYour profile\n\nSQL", url="https://acme.jobs.personio.de/job/1834171",
        # An offset without a colon; half past eleven two hours west of Greenwich is the next day in UTC.
        posted_on=date(2026, 1, 6), location="Munich, Germany; Berlin, Germany", country="DE",
        employment_type="full_time",
    )  # fmt: skip


def test_a_position_sent_twice_is_one_posting_with_all_places() -> None:
    body = [POSITION, POSITION.replace("Munich, Germany", "Vienna, Austria")]
    (posting,) = read(*body)
    assert isinstance(posting, Posting) and posting.country is None
    assert posting.location == "Munich, Germany; Berlin, Germany; Vienna, Austria"
    assert listing(SOURCE, page(*body), board="acme") == Listing("personio", "acme", ("1834171",))


@pytest.mark.parametrize(
    ("kind", "schedule", "read_as"),
    [("intern", "full-time", "internship"), ("permanent", "part-time", "part_time"), ("freelance", "", "contract"),
     ("working_student", "full-time", "part_time"), ("permanent", "", None)],
)  # fmt: skip
def test_kind_and_schedule_tell_the_employment(kind: str, schedule: str, read_as: str | None) -> None:
    changed = POSITION.replace(">permanent<", f">{kind}<").replace(">full-time<", f">{schedule}<")
    (posting,) = read(changed)
    assert isinstance(posting, Posting) and posting.employment_type == read_as


def test_an_office_called_remote_is_remote_work() -> None:
    alone = "<additionalOffices><office>Berlin, Germany</office></additionalOffices>"
    (posting,) = read(POSITION.replace(alone, "").replace("Munich, Germany", "Remote"))
    assert isinstance(posting, Posting) and posting.workplace == "remote"


@pytest.mark.parametrize("moment", ["2026-01-05T22:30:00+0100", "2026-01-05T22:30:00+01:00", "2026-01-05"])
def test_days_are_read_with_and_without_a_colon(moment: str) -> None:
    assert one("2026-01-05T23:30:00-0200", moment).posted_on == date(2026, 1, 5)


@pytest.mark.parametrize(("old", "new"), [("<id>1834171</id>", ""), ("<name>Data Engineer (m/w/d)</name>", "<name/>")])
def test_a_broken_position_costs_only_itself(old: str, new: str) -> None:
    other = POSITION.replace("1834171", "2")
    assert [type(row) for row in read(POSITION.replace(old, new), other)] == [Rejected, Posting]


def test_a_position_without_an_id_leaves_the_reading_incomplete() -> None:
    assert listing(SOURCE, page(POSITION.replace("<id>1834171</id>", "")), board="acme").capped


def test_a_position_without_a_text_is_still_a_posting() -> None:
    start, end = POSITION.index("<jobDescriptions>"), POSITION.index("</jobDescriptions>")
    (posting,) = read(POSITION[:start] + "<jobDescriptions>" + POSITION[end:])
    assert isinstance(posting, Posting) and posting.text == ""


def test_a_board_of_another_company_is_told() -> None:
    # Incident: "hpe" answers for a firm whose owner has those initials.
    assert isinstance(read(POSITION, company="Zenith Steel")[0], Rejected)


@pytest.mark.parametrize(
    "body", [b"<html><body>moved</body></html>", b"<rss/>", b"", b"3", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"]
)
def test_another_shape_is_one_error(body: bytes) -> None:
    with pytest.raises(ParseError, match="board acme"):
        rows(SOURCE, body, board="acme")


def test_whatever_comes_is_read_or_refused() -> None:
    refuses_what_it_cannot_read(SOURCE, board="acme")


@given(st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs", "Cc"]), max_size=30))
@settings(max_examples=60)
def test_whatever_stands_in_a_field_the_position_is_a_row(text: str) -> None:
    for field in ("1834171", "Data Engineer (m/w/d)", "2026-01-05T23:30:00-0200", "Munich, Germany", "permanent"):
        assert len(read(POSITION.replace(field, text), company="")) == 1


def test_a_board_is_asked_once_a_day_at_its_own_site() -> None:
    client = Client(lambda _: page())
    run(SOURCE, client)
    run(SOURCE, client)
    assert client.urls() == [
        "https://acme.jobs.personio.de/xml?language=en", "https://bolt.jobs.personio.com/xml?language=en",
    ]  # fmt: skip
