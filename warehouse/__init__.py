"""The warehouse room: DuckDB schema, loading, openings, measures, publishing, starter history.

Belongs here: everything that reads or writes the database files. Does not belong here: network, parsing of sources,
pages, Dagster.
"""
