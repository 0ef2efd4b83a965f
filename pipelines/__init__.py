"""When things run: Dagster definitions, assets, checks, schedules, settings and the command line."""
