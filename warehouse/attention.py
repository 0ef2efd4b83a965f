"""How much papers and blog posts speak of each skill: `weekly_attention`, a group-by over articles.

Belongs here: running warehouse/sql/weekly_attention.sql. Does not belong here: postings.
"""

from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.statements import statement


def measure_attention(con: DuckDBPyConnection, week: date) -> int:
    """Write `weekly_attention` for all weeks up to `week`; the table must be empty."""
    con.execute(statement("weekly_attention"), {"week": week})
    return int(con.execute("select count(*) from weekly_attention").fetchall()[0][0])
