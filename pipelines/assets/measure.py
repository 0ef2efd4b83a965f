"""From openings to weekly shares, labels, attention and the guide's scorecard."""

from collections.abc import Iterator

import dagster as dg

from pipelines import stages
from pipelines.assets.extract import openings
from pipelines.assets.metadata import Result, markdown_table
from pipelines.runtime import Runtime

LABELLED = """
select t.label, s.name, t.population, t.share_first, t.share_last, t.q_value
from skill_trends as t
inner join skills as s using (skill_id)
where t.label in ('rising', 'falling', 'breakout')
  and t.as_of_week = (select max(as_of_week) from skill_trends)
order by t.population, t.label, t.q_value, t.skill_id
limit 30
"""


def _spec(key: str, text: str) -> dg.AssetSpec:
    return dg.AssetSpec(key, deps=[openings], group_name="measure", kinds={"duckdb"}, description=text)


@dg.multi_asset(
    specs=[
        _spec("demand", "Weekly shares of openings with intervals."),
        _spec("attention", "Weekly shares of papers and posts."),
        _spec("trends", "What is rising, falling, breaking out or steady, and why."),
        _spec("scorecard", "Every item of the guide."),
    ]
)
def measures(runtime: dg.ResourceParam[Runtime]) -> Iterator[Result]:
    """Measures the last closed week that has data."""
    with runtime.stage("measure"):
        counts = stages.measure_demand(runtime)
    with runtime.warehouse() as con:
        labelled = con.execute(LABELLED).fetchall()
    header = ("label", "skill", "population", "share before", "share now", "q")
    week = dg.MetadataValue.text(str(counts.week))
    yield Result("demand", metadata={"dagster/row_count": counts.demand_rows, "week": week})
    yield Result("attention", metadata={"dagster/row_count": counts.attention_rows, "week": week})
    yield Result(
        "trends",
        metadata={"dagster/row_count": counts.trend_rows, "week": week, "labels": markdown_table(header, labelled)},
    )
    yield Result("scorecard", metadata={"dagster/row_count": counts.scorecard_rows, "week": week})
