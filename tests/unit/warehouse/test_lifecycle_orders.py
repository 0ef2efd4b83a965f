"""Lifecycles against a small model: any readings, loaded in any order, some twice, give what the model says."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from warehouse_records import days, posting

from extractors.records import BoardGone, Listing, Posting
from warehouse.load import load_records
from warehouse.store import open_writer

TABLES = ("posting_records", "former_wordings", "board_parts", "board_readings", "board_presence", "loaded_responses")
IDS = ("1", "2", "3")
Spells = list[tuple[str, date, date, date | None]]


class Answer(NamedTuple):
    """What one response showed: a whole board, a part of one, one cut by a limit, or that there is no such board."""

    day: int
    kind: str
    ids: tuple[str, ...]

    def record(self) -> Listing | BoardGone:
        if self.kind == "unknown":
            return BoardGone("board", "acme")
        part = 2 if self.kind == "second" else 1
        return Listing("board", "acme", self.ids, part, self.kind != "first", self.kind == "capped")


ANSWERS = st.builds(
    Answer,
    st.integers(0, 7),
    st.sampled_from(["whole", "whole", "whole", "first", "second", "capped", "unknown"]),
    st.lists(st.sampled_from(IDS), unique=True, max_size=3).map(tuple),
)
QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    opened = open_writer(Path(tmp_path_factory.mktemp("lifecycle")) / "warehouse.duckdb")
    yield opened
    opened.close()


def fresh(con: DuckDBPyConnection) -> None:
    for table in TABLES:
        con.execute(f"delete from {table}")


def outcome_of(answers: list[Answer]) -> str:
    kinds = {answer.kind for answer in answers}
    if kinds == {"unknown"}:
        return "unknown"
    # A part that came once without a cap is whole, whatever came beside it.
    if "whole" not in kinds and not {"first", "second"} <= kinds:
        return "incomplete"
    return "complete" if any(answer.ids for answer in answers if answer.kind != "unknown") else "empty"


def model(answers: list[Answer]) -> Spells:
    by_day = {day: [one for one in answers if one.day == day] for day in sorted({one.day for one in answers})}
    outcomes = {day: outcome_of(found) for day, found in by_day.items()}
    telling = [day for day, outcome in outcomes.items() if outcome != "incomplete"]
    evidence = {day for day in telling if outcomes[day] == "complete"}
    for day, after in pairwise(telling):
        if outcomes[day] == outcomes[after]:
            evidence |= {day, after}
    spells: Spells = []
    for native in IDS:
        first = last = missed = None
        for day, found in by_day.items():
            if any(native in one.ids for one in found if one.kind != "unknown"):
                first, last, missed = first if first is not None else day, day, None
            elif first is not None and last is not None and day in evidence:
                if missed is not None:
                    spells.append((native, days(first), days(last), days(missed)))
                    first = last = missed = None
                else:
                    missed = day
        if first is not None and last is not None:
            spells.append((native, days(first), days(last), None))
    return spells


@example(
    [Answer(0, "first", ("1",)), Answer(1, "first", ()), Answer(1, "capped", ()), Answer(2, "whole", ())], Random(1)
)
@given(st.lists(ANSWERS, max_size=9), st.randoms(use_true_random=False))
@QUICK
def test_any_readings_in_any_order_give_the_spells_of_the_model(
    one: DuckDBPyConnection, answers: list[Answer], random: Random
) -> None:
    fresh(one)
    load_records(one, [posting(native) for native in IDS], raw_id=None, seen_on=days(0))
    shuffled = [*answers, *random.sample(answers, len(answers) // 3)]
    random.shuffle(shuffled)
    for answer in shuffled:
        load_records(one, [answer.record()], raw_id=None, seen_on=days(answer.day))
    found = one.execute(
        "select right(posting_id, 1), seen_from, seen_to, closed_on from open_spells order by 1, spell"
    ).fetchall()
    assert found == model(answers)
    # Of several stretches the last one stays. The rows themselves were read on day 0.
    last = {native: (max(days(0), seen_to), closed_on) for native, _, seen_to, closed_on in model(answers)}
    stored = one.execute("select native_id, last_seen, closed_on from posting_records").fetchall()
    assert {native: facts for native, *facts in stored} == {
        native: list(last.get(native, (days(0), None))) for native in IDS
    }


@given(st.dictionaries(st.integers(0, 7), st.sampled_from("ABC"), min_size=1), st.randoms(use_true_random=False))
@QUICK
def test_wordings_seen_in_any_order_are_kept_with_their_days(
    one: DuckDBPyConnection, wordings: dict[int, str], random: Random
) -> None:
    fresh(one)
    seen = [*wordings.items(), *random.sample(sorted(wordings.items()), len(wordings) // 2)]
    random.shuffle(seen)
    for day, text in seen:
        row: Posting = posting("1", text=text)
        load_records(one, [row], raw_id=f"r{day}", seen_on=days(day))
    expected = {
        (text, days(min(held)), days(max(held)), max(wordings) in held)
        for text in set(wordings.values())
        for held in [[day for day, other in wordings.items() if other == text]]
    }
    found = one.execute("select right(text, 1), seen_from, seen_to, is_current from posting_versions").fetchall()
    assert set(found) == expected and len(found) == len(expected)
    assert one.execute("select versions, first_seen, last_seen from posting_records").fetchall() == [
        (len(expected), days(min(wordings)), days(max(wordings)))
    ]
