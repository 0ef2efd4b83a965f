"""The alarms of the week in a run: listed beside their labels, and a warning where one points the other way."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb
import pytest

from pipelines.checks import alarms_of_the_week

TABLES = """
create table skills (skill_id varchar, name varchar);
create table skill_trends (as_of_week date, population varchar, skill_id varchar, label varchar);
create table share_alerts (population varchar, skill_id varchar, week date, direction varchar, began_on date,
    statistic double, decision_limit double);
insert into skills values ('rag', 'RAG'), ('hadoop', 'Hadoop');
insert into skill_trends values ('2026-01-19', 'tech', 'rag', 'rising'), ('2026-01-12', 'tech', 'hadoop', 'rising');
insert into share_alerts values ('tech', 'rag', '2026-01-19', 'up', '2025-12-01', 5.4, 5),
    ('tech', 'rag', '2026-01-12', 'down', '2025-12-01', 5.4, 5),
    ('tech', 'hadoop', '2026-01-19', 'down', '2025-12-01', 6, 5);
"""


class Stored:
    """A warehouse in memory, where a run finds its own."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.con.execute(TABLES)

    @contextmanager
    def warehouse(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self.con


@pytest.fixture
def stored() -> Iterator[Stored]:
    found = Stored()
    yield found
    found.con.close()


def test_alarms_of_the_newest_week_are_listed_with_their_labels(stored: Stored) -> None:
    result = alarms_of_the_week(stored)
    assert isinstance(result, dg.AssetCheckResult)
    assert result.passed
    assert result.metadata["alarms"].value == 2
    table = str(result.metadata["of the week"].value)
    assert "| Hadoop | tech | down | 2025-12-01 | 6.0 | too little data |" in table
    assert "| RAG | tech | up | 2025-12-01 | 5.4 | rising |" in table


def test_an_alarm_against_a_label_is_a_warning_and_stops_nothing(stored: Stored) -> None:
    stored.con.execute("update skill_trends set label = 'falling' where skill_id = 'rag'")
    result = alarms_of_the_week(stored)
    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.WARN
    assert not next(iter(alarms_of_the_week.check_specs)).blocking
