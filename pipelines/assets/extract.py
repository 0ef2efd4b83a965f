"""From documents to what they name, and from postings to openings."""

import dagster as dg

from pipelines import stages
from pipelines.assets.collect import documents
from pipelines.assets.metadata import Result, bar_plot
from pipelines.runtime import Runtime

COMMONEST = """
select s.name, count(distinct m.document_id) as postings
from mentions as m
inner join skills as s using (skill_id)
where m.counts and m.document_kind = 'posting'
group by s.name
order by postings desc, s.name
limit 15
"""


@dg.asset(group_name="extract", kinds={"spacy"}, deps=[documents], description="Skills, degrees and roles as spans.")
def mentions(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Reads texts that this version of the extractor has not read."""
    with runtime.stage("extract"):
        found = stages.read_mentions(runtime)
    with runtime.warehouse() as con:
        commonest = con.execute(COMMONEST).fetchall()
    return Result(
        metadata={
            "dagster/row_count": found.mentions,
            "texts read": found.texts,
            "extractor version": found.extractor_version,
            "commonest in postings": bar_plot(commonest),
        }
    )


@dg.asset(group_name="extract", kinds={"duckdb"}, deps=[mentions], description="Near-duplicate postings as openings.")
def openings(runtime: dg.ResourceParam[Runtime]) -> Result:
    """Clusters the postings of employers with anything new."""
    with runtime.stage("openings"):
        counts = stages.cluster(runtime)
    return Result(metadata={"dagster/row_count": counts.openings, "postings": counts.postings})
