"""`guide_scorecard`: every item of the learner's guide with its demand, its trend and its place in papers and posts.

Belongs here: the scorecard of one week. Does not belong here: the measures it is put together from.
"""

from datetime import date

from duckdb import DuckDBPyConnection

from warehouse.statements import statement


def measure_scorecard(con: DuckDBPyConnection, week: date) -> int:
    """Write the scorecard of `week` from the demand, trends and attention of that week; returns its rows."""
    con.execute(statement("guide_scorecard"), {"week": week})
    rows = con.execute("select count(*) from guide_scorecard where as_of_week = $week", {"week": week}).fetchall()
    return int(rows[0][0])
