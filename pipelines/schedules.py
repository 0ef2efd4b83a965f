"""When things run: the weekly report on Monday morning, a collection every day, slices of history on demand."""

import dagster as dg

weekly = dg.define_asset_job(
    "weekly_report",
    dg.AssetSelection.groups("collect", "extract", "measure", "publish"),
    executor_def=dg.in_process_executor,
    description="Everything: collect, extract, measure, publish.",
)
daily = dg.define_asset_job(
    "daily_collection",
    dg.AssetSelection.groups("collect"),
    executor_def=dg.in_process_executor,
    description="Ask the sources and keep what they answer.",
)
fill_threads = dg.define_asset_job(
    "fill_hiring_threads",
    dg.AssetSelection.assets("hiring_threads"),
    executor_def=dg.in_process_executor,
)
fill_papers = dg.define_asset_job(
    "fill_paper_weeks",
    dg.AssetSelection.assets("paper_weeks"),
    executor_def=dg.in_process_executor,
)

JOBS = [weekly, daily, fill_threads, fill_papers]
SCHEDULES = [
    dg.ScheduleDefinition(
        name="monday_report",
        job=weekly,
        cron_schedule="0 6 * * 1",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    ),
    dg.ScheduleDefinition(
        name="daily_collection_schedule",
        job=daily,
        cron_schedule="0 4 * * 2-7",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    ),
]
