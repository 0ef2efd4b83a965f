"""From measures to what people open: the published copy, the report and the site."""

from datetime import timedelta

import dagster as dg

from pipelines import stages
from pipelines.assets.metadata import Result
from pipelines.runtime import Runtime

WEEKLY = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8), warn_window=timedelta(days=7, hours=6))


@dg.asset(
    group_name="publish",
    kinds={"duckdb", "parquet"},
    deps=["demand", "attention", "trends", "scorecard"],
    description="The copy for analysts: published/skilltide.duckdb and Parquet beside it.",
)
def snapshot(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Replaces the published copy in one step."""
    with runtime.stage("publish"):
        counts = stages.publish_snapshot(runtime)
    path = dg.MetadataValue.path(str(runtime.settings.published_file))
    return Result(metadata={"dagster/row_count": counts.rows, "relations": counts.relations, "path": path})


@dg.asset(
    group_name="publish",
    kinds={"altair"},
    deps=[snapshot],
    freshness_policy=WEEKLY,
    description="The weekly report, the site and its feed.",
)
def report(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Writes the report of the measured week."""
    with runtime.stage("report"):
        built = stages.build_report(runtime)
        stages.deliver_report(runtime)
    return Result(metadata={"week": built.week_name, "path": dg.MetadataValue.path(str(built.report))})
