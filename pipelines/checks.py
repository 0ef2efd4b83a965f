"""What must hold before anything is published: each check counts rows that break one rule.

Belongs here: checks on the private warehouse, each reading the data itself. Does not belong here: mending what they
find, or the checks of the published copy (`warehouse.publish` makes those before it swaps).
"""

import dagster as dg

from pipelines.assets.metadata import markdown_table
from pipelines.runtime import Runtime
from reports.cross_checks import EXPECTED

UNIQUE_DOCUMENTS = """
with ids as (
    select posting_id as document_id from posting_records
    union all
    select article_id from article_records
)
select count(*) - count(distinct document_id) from ids
"""
SPANS_IN_TEXT = """
with texts as (
    select posting_id as document_id, text from posting_records where text is not null
    union all
    select article_id, text from article_records where text is not null
)
select count(*)
from mentions as m
inner join texts as t using (document_id)
where m.start_char is not null and substring(t.text, m.start_char + 1, m.end_char - m.start_char) <> m.surface
"""
ONE_OPENING_EACH = """
select count(*)
from (select posting_id from opening_members group by posting_id having count(*) > 1)
"""
SHARES_IN_INTERVALS = """
select count(*)
from weekly_demand
where share not between 0 and 1 or share < share_low or share > share_high or mentioning > openings
"""
GUIDE_IS_WHOLE = """
select count(*)
from guide_items as g
anti join (
    select * from guide_scorecard where as_of_week = (select max(as_of_week) from guide_scorecard)
) as c on c.guide_section = g.guide_section and c.skill_id = g.skill_id
"""
ALARMS_OF_THE_WEEK = """
select s.name, a.population, a.direction, a.began_on, a.statistic, coalesce(t.label, 'too little data') as label
from share_alerts as a
inner join skills as s using (skill_id)
left join skill_trends as t on t.as_of_week = a.week and t.population = a.population and t.skill_id = a.skill_id
where a.week = (select max(as_of_week) from skill_trends)
order by a.population, a.statistic desc, a.skill_id
"""
LABELS_WITH_REASON = "select count(*) from skill_trends where reason is null or reason = ''"


def _rule(asset: str, name: str, description: str, sql: str) -> dg.AssetChecksDefinition:
    """A blocking check that passes when `sql` counts no row."""

    @dg.asset_check(asset=asset, name=name, description=description, blocking=True)
    def check(runtime: dg.ResourceParam[Runtime]) -> dg.AssetCheckResult:
        with runtime.warehouse() as con:
            broken = con.execute(sql).fetchall()[0][0]
        return dg.AssetCheckResult(passed=broken == 0, metadata={"rows that break it": broken})

    return check


@dg.asset_check(
    asset="trends", name="alarms_speak_against_no_label", description="No alarm of the week points against a label."
)
def alarms_of_the_week(runtime: dg.ResourceParam[Runtime]) -> dg.AssetCheckResult:
    """The alarms of the newest week, beside their labels; a warning where one points the other way."""
    with runtime.warehouse() as con:
        found = con.execute(ALARMS_OF_THE_WEEK).fetchall()
    header = ("skill", "population", "alarm", "since about", "sum", "label")
    rows = [(*row[:4], f"{row[4]:.1f}", row[5]) for row in found]
    return dg.AssetCheckResult(
        passed=all(EXPECTED.get(row[5], row[2]) == row[2] for row in found),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"alarms": len(found), "of the week": markdown_table(header, rows)},
    )


CHECKS = [
    alarms_of_the_week,
    _rule("documents", "ids_are_unique", "No document has two rows.", UNIQUE_DOCUMENTS),
    _rule("mentions", "spans_index_the_text", "Every span cuts its surface out of the stored text.", SPANS_IN_TEXT),
    _rule("openings", "postings_have_one_opening", "No posting is in two openings.", ONE_OPENING_EACH),
    _rule("demand", "shares_lie_in_their_intervals", "Shares lie in their intervals.", SHARES_IN_INTERVALS),
    _rule("trends", "labels_say_why", "Every label has a reason.", LABELS_WITH_REASON),
    _rule("scorecard", "guide_is_whole", "Every item of the guide has its row.", GUIDE_IS_WHOLE),
]
