"""Bursts: the automaton against every sequence of states, what is one and what is not, and the rows that are stored."""

from datetime import date, timedelta
from itertools import pairwise, product

import duckdb
import numpy as np
import pytest
from scipy.stats import binom

from tests.simulation.market import empty_warehouse
from warehouse.bursts import DIFFICULTY, SCALING, Counts, attention_bursts, burst_columns, bursting, gains, runs

FIRST = date(2024, 1, 1)
LAST = date(2024, 12, 23)


def counts_of(documents: np.ndarray, named: np.ndarray) -> Counts:
    """`documents` is weeks x feeds, `named` weeks x feeds x skills."""
    week, feed, skill = np.nonzero(named)
    ids = [f"skill-{k}" for k in range(named.shape[2])]
    return Counts(documents, week, feed, skill, named[week, feed, skill], ids)


def one_feed(rates: np.ndarray, size: int, rng: np.random.Generator) -> Counts:
    """`rates` is weeks x skills."""
    return counts_of(np.full((len(rates), 1), size), rng.binomial(size, rates)[:, None, :])


def cost_of(states: tuple[int, ...], gain: np.ndarray, enter: float) -> float:
    steps = sum(1 for before, after in pairwise((0, *states)) if after > before)
    return steps * enter - float(np.dot(states, gain))


@pytest.mark.parametrize("weeks", [1, 2, 5, 9])
def test_no_sequence_of_states_costs_less_than_the_one_found(weeks: int) -> None:
    gain = np.random.default_rng(weeks).normal(0, 6, (weeks, 40))
    found, enter = bursting(gain), DIFFICULTY * float(np.log(gain.size))
    for column in range(gain.shape[1]):
        cheapest = min(cost_of(states, gain[:, column], enter) for states in product((0, 1), repeat=weeks))
        assert cost_of(tuple(found[:, column].astype(int)), gain[:, column], enter) == pytest.approx(cheapest, abs=1e-9)


def test_the_gain_is_the_difference_of_two_binomial_costs() -> None:
    documents, named = np.array([[40], [60], [50]]), np.array([[[4]], [[20]], [[6]]])
    usual = 30 / 150
    found = gains(counts_of(documents, named))[:, 0]
    for week, (size, count) in enumerate(zip(documents[:, 0], named[:, 0, 0], strict=True)):
        expected = binom.logpmf(count, size, SCALING * usual) - binom.logpmf(count, size, usual)
        assert found[week] == pytest.approx(expected)


def test_runs_are_found_at_both_ends_and_in_the_middle() -> None:
    states = np.array([[1, 0], [1, 0], [0, 1], [0, 0], [1, 0]], dtype=bool)
    columns, first, last = runs(states)
    assert list(zip(columns, first, last, strict=True)) == [(0, 0, 1), (0, 4, 4), (1, 2, 2)]


def test_what_trebles_for_eight_weeks_is_a_burst_of_about_these_weeks_and_nothing_else_is() -> None:
    rates = np.full((150, 60), 0.03)
    rates[90:98, 0] = 0.09
    rates[140:, 1] = 0.09
    rows = burst_columns(one_feed(rates, 300, np.random.default_rng(3)), "paper", 0)
    found = {(skill, began, ended) for skill, began, ended in
             zip(rows["skill_id"], rows["began_on"], rows["ended_on"], strict=True)}  # fmt: skip
    monday = date(1970, 1, 5)
    assert found == {
        ("skill-0", monday + timedelta(weeks=90), monday + timedelta(weeks=97)),
        ("skill-1", monday + timedelta(weeks=140), None),
    }
    assert all(weight >= DIFFICULTY * np.log(150 * 60) for weight in rows["weight"])


def test_a_feed_that_joins_and_likes_a_skill_is_no_burst() -> None:
    documents = np.array([[50, 0]] * 60 + [[50, 50]] * 40)
    rng = np.random.default_rng(4)
    named = np.stack([rng.binomial(documents[:, 0], 0.02), rng.binomial(documents[:, 1], 0.4)], axis=1)[:, :, None]
    assert not bursting(gains(counts_of(documents, named))).any()
    in_one_pot = counts_of(documents.sum(axis=1, keepdims=True), named.sum(axis=1, keepdims=True))
    assert bursting(gains(in_one_pot))[60:, 0].mean() > 0.8


def test_what_is_named_every_second_time_cannot_double() -> None:
    documents = np.full((30, 1), 20)
    named = np.where(np.arange(30) < 15, 8, 16)[:, None, None]
    assert not gains(counts_of(documents, named)).any()


def test_weeks_without_documents_change_nothing() -> None:
    gain = np.array([[5.0], [0.0], [0.0], [5.0], [-9.0]])
    assert bursting(gain)[:, 0].tolist() == [True, True, True, True, False]


def test_stored_counts_become_rows_and_nothing_later_than_the_week_is_read() -> None:
    with duckdb.connect() as con:
        empty_warehouse(con)
        con.execute("insert into skills values ('rag', 'RAG', 'concept', 'trends', []), ('x', 'X', 'tool', null, [])")
        fill(con, "post", "blog", "n % 20 = 1 or (n % 2 = 1 and week between '2024-06-03' and '2024-07-01')")
        fill(con, "post", "other", "false")
        con.execute("insert into article_skills select article_id, 'not-in-taxonomy' from article_facts")
        (block,) = attention_bursts(con, LAST)
        assert (block["signal"], block["skill_id"]) == (["post"], ["rag"])
        assert (block["began_on"], block["ended_on"]) == ([date(2024, 6, 3)], [date(2024, 7, 1)])
        assert (block["documents"], block["mentioning"]) == ([200], [50])
        con.execute("delete from article_facts where week > $week", {"week": LAST})
        assert attention_bursts(con, LAST) == [block]
        con.execute("delete from article_facts")
        assert attention_bursts(con, LAST) == []


def test_more_papers_of_a_field_are_no_burst_of_what_it_speaks_of() -> None:
    with duckdb.connect() as con:
        empty_warehouse(con)
        con.execute("insert into skills values ('rag', 'RAG', 'concept', 'trends', [])")
        fill(con, "paper", "cs.LG", "n % 20 = 1")
        fill(con, "paper", "cs.CL", "n % 20 < 9")
        con.execute("delete from article_facts where article_id like '%cs.CL%' and week < '2024-11-04'")
        assert [block["skill_id"] for block in attention_bursts(con, LAST)] == [[]]
        con.execute("update article_records set categories = ['cs.AI']")
        assert [block["skill_id"] for block in attention_bursts(con, LAST)] == [["rag"]]


def fill(con: duckdb.DuckDBPyConnection, kind: str, feed: str, names_rag: str) -> None:
    """Twenty documents a week in 60 weeks; those for which the condition on n and week holds name RAG."""
    con.execute(
        "create or replace temp table made as"
        " select format('{}:{}:{}', $feed, w, n) as article_id, n, $first::date + 7 * w::integer as week"
        " from range(60) as w(w), range(20) as n(n)",
        {"feed": feed, "first": FIRST},
    )
    con.execute("insert into article_facts select article_id, $kind, 'feeds', week, week from made", {"kind": kind})
    con.execute(
        "insert into article_records (article_id, kind, source, feed, native_id, categories, first_seen, last_seen)"
        " select article_id, $kind, 'feeds', if($kind = 'post', $feed, 'papers'), article_id, [$feed], week, week"
        " from made",
        {"kind": kind, "feed": feed},
    )
    con.execute(f"insert into article_skills select article_id, 'rag' from made where {names_rag}")
