"""From the web to kept responses, and from there to documents; and the slices of history that can be filled again."""

from dataclasses import replace
from datetime import date, timedelta

import dagster as dg

from pipelines import stages
from pipelines.assets.metadata import Result, markdown_table
from pipelines.runtime import Runtime

HISTORY_START = "2011-01-01"
THREAD_MONTHS = dg.MonthlyPartitionsDefinition(start_date=HISTORY_START)
# Dagster counts weeks from Sunday: a day later they are ISO weeks.
PAPER_WEEKS = dg.WeeklyPartitionsDefinition(start_date="2020-01-06", day_offset=1)


@dg.asset(group_name="collect", kinds={"python"}, description="Responses of every source, kept as received under raw/.")
def responses(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Asks each source that is switched on for what is missing."""
    with runtime.stage("collect"):
        runs = stages.collect_responses(runtime)
    rows = [(run.source, run.status, run.requests, run.failures, run.message) for run in runs]
    return Result(
        metadata={
            "dagster/row_count": sum(run.requests for run in runs),
            "sources": markdown_table(("source", "status", "requests", "failures", "message"), rows),
        }
    )


@dg.asset(group_name="collect", kinds={"duckdb"}, deps=[responses], description="Postings, papers and posts as rows.")
def documents(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Parses responses that are not loaded yet."""
    with runtime.stage("documents"):
        loaded = stages.load_documents(runtime)
    rows = [
        (source, count.read, count.new, count.changed, count.unchanged, count.rejected)
        for source, count in sorted(loaded.by_source.items())
    ]
    header = ("source", "read", "new", "changed", "unchanged", "set aside")
    return Result(
        metadata={
            "dagster/row_count": sum(count.read for count in loaded.by_source.values()),
            "new or changed": loaded.new,
            "responses": loaded.responses,
            "by source": markdown_table(header, rows),
        }
    )


@dg.asset(
    group_name="history", kinds={"python"}, partitions_def=THREAD_MONTHS, description="Hiring threads of one month."
)
def hiring_threads(context: dg.AssetExecutionContext, runtime: dg.ResourceParam[Runtime]) -> Result:
    """Fills one month of thread history."""
    return _fill_slice(runtime, "hn_hiring", *_days(context))


@dg.asset(
    group_name="history", kinds={"python"}, partitions_def=PAPER_WEEKS, description="Papers submitted in one ISO week."
)
def paper_weeks(context: dg.AssetExecutionContext, runtime: dg.ResourceParam[Runtime]) -> Result:
    """Fills one week of paper history."""
    return _fill_slice(runtime, "arxiv", *_days(context))


def _days(context: dg.AssetExecutionContext) -> tuple[date, date]:
    """First and last day of the partition."""
    window = context.partition_time_window
    return window.start.date(), window.end.date() - timedelta(days=1)


def _fill_slice(runtime: Runtime, source: str, first: date, last: date) -> Result:
    part = replace(runtime, sources={source}, since=first, until=last)
    runs = stages.collect_responses(part)
    loaded = stages.load_documents(part)
    asked = [run for run in runs if run.source == source]
    return Result(
        metadata={
            "dagster/row_count": loaded.new,
            "requests": sum(run.requests for run in asked),
            "status": ", ".join(run.status for run in asked),
        }
    )
