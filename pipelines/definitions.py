"""The code location that Dagster loads: assets, checks, jobs and schedules, with the run's context as one resource."""

import dagster as dg

from pipelines.assets import collect, extract, measure, publish
from pipelines.checks import CHECKS
from pipelines.runtime import Runtime
from pipelines.schedules import JOBS, SCHEDULES
from pipelines.settings import load_settings

ASSETS = [
    collect.responses,
    collect.documents,
    extract.mentions,
    extract.openings,
    measure.measures,
    publish.snapshot,
    publish.report,
]
HISTORY = [collect.hiring_threads, collect.paper_weeks]


@dg.resource(description="Settings and what a run opens; read anew for every run.")
def runtime_resource(_: dg.InitResourceContext) -> Runtime:
    """The context of a run that Dagster itself starts."""
    return Runtime(load_settings())


defs = dg.Definitions(
    assets=[*ASSETS, *HISTORY],
    asset_checks=CHECKS,
    jobs=JOBS,
    schedules=SCHEDULES,
    resources={"runtime": runtime_resource},
    executor=dg.in_process_executor,
)
