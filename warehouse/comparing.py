"""Two published copies held against each other, relation by relation.

Belongs here: which rows only one of two copies has. Does not belong here: making a copy anew, what a report says.
"""

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from warehouse.store import open_published

HISTORY = ("reports", "source_health", "weekly_demand_published")
"""What tells of runs and publications: it cannot come out of the documents."""


def published_at(file: Path) -> datetime | None:
    """When the newest report in a copy was published (UTC); None where there is no copy or no report in it."""
    if not file.is_file():
        return None
    with closing(open_published(file)) as con:
        found = con.execute("select max(published_at) from reports").fetchall()[0][0]
    assert found is None or isinstance(found, datetime)
    return found


def other_rows(one: Path, other: Path, week: date) -> dict[str, int]:
    """For every relation the number of rows that only one of two copies has, but for `HISTORY`.

    Relations that keep what was said in each week (`as_of_week`) are compared in this week alone: a copy that was made
    anew says nothing of earlier ones.
    """
    escaped = str(other).replace("'", "''")
    with closing(open_published(one)) as con:
        con.execute(f"attach '{escaped}' as other (read_only)")
        columns = con.execute(
            "select table_name, list(column_name) from duckdb_columns()"
            " semi join duckdb_tables() using (database_oid, table_oid)"
            " where database_name = current_database() and schema_name = 'main'"
            " group by table_name order by table_name"
        ).fetchall()
        found = {}
        for table, names in columns:
            if table in HISTORY:
                continue
            part = "where as_of_week = $week" if "as_of_week" in names else "where $week is not null"
            query = (
                f"with one as (from main.{table} {part}), other_one as (from other.main.{table} {part})"
                " select (select count(*) from (from one except all from other_one))"
                " + (select count(*) from (from other_one except all from one))"
            )
            found[table] = int(con.execute(query, {"week": week}).fetchall()[0][0])
        return found
