"""`skilltide explain SKILL`: why a skill has its label, from the numbers that were stored with it.

Belongs here: this command and its sentences. Does not belong here: computing anything of it (`warehouse`).
"""

from typing import Any

import click

from pipelines.cli.completion import complete_population, complete_skill
from pipelines.cli.output import Column, heading, plain, print_json, sparkline, table

GATE_COLUMNS = (
    Column("gate"),
    Column("value", "right"),
    Column("bound", "right"),
    Column("", "left"),
)
EMPLOYER_COLUMNS = (Column("employer"), Column("first 13 weeks", "right"), Column("last 13 weeks", "right"))
WEIGHT_COLUMNS = (Column("source"), Column("role family"), Column("weight", "right"), Column("openings", "right"))
SUPPORT = ("openings that ask", "employers that ask", "expected in the emptier half")
TREND = (
    "q of the trend", "one-sided p of the trend", "ratio of the halves", "change of the share",
    "largest employer's part", "sign without the strongest employer", "looks in a row",
)  # fmt: skip
TAGS = {"same employers, z": "mix-sensitive", "sources that ask": "single source"}


@click.command()
@click.argument("skill", nargs=-1, required=True, shell_complete=complete_skill)
@click.option(
    "--population", default="tech", show_default=True, help="tech, ml or one role.", shell_complete=complete_population
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(skill: tuple[str, ...], population: str, as_json: bool) -> None:
    """Why a skill has its label.

    The weekly series, the weights of the sources, the employers, the test, every gate with its bound, where the change
    came from, whether alarms on the weekly share agree, and what would change the label. All numbers are those stored.

    SKILL is an id, a name or an alias, in any case.

    \b
    Examples:
      skilltide explain pytorch
      skilltide explain kubernetes --population ml --json
    """
    from pipelines.cli.published import ask, check_population, find_skill, newest_week, published_data
    from pipelines.settings import load_settings

    settings = load_settings()
    with published_data(settings) as con:
        found = find_skill(con, " ".join(skill))
        week = newest_week(con, settings)
        check_population(con, population)
        values = {"week": week, "population": population, "skill": found["skill_id"]}
        label = ask(con, "explain_label", **values)
        facts: dict[str, Any] = {
            **found,
            "week": week,
            "population": population,
            "trend": label[0] if label else None,
            "gates": ask(con, "explain_gates", **values),
            "decomposition": next(iter(ask(con, "explain_decomposition", **values)), None),
            "weekly": ask(con, "explain_series", **values),
            "weights": ask(con, "explain_weights", week=week, population=population),
            "employers": ask(con, "explain_employers", **values),
            "data": next(iter(ask(con, "explain_data", week=week, population=population)), None),
            "all_ads": next(iter(ask(con, "explain_ads", **values)), None),
            "ads_by_source": ask(con, "explain_ads_sources", week=week, population=population),
            "alerts": ask(con, "explain_alerts", **values),
            "bursts": ask(con, "explain_bursts", week=week, skill=found["skill_id"]),
        }
    facts["cross_check"] = _cross_check(facts)
    facts["would_change"] = would_change(facts["trend"], facts["gates"])
    if as_json:
        print_json(facts)
    else:
        _print(facts)


def would_change(trend: dict[str, Any] | None, gates: list[dict[str, Any]]) -> list[str]:
    """What would have to be otherwise for another label, in sentences."""
    if trend is None:
        return ["nobody asked for it in 26 weeks; a label needs 15 openings of 8 employers"]
    by_name = {gate["gate"]: gate for gate in gates}
    failed = [by_name[name] for name in (*SUPPORT, *TREND) if name in by_name and not by_name[name]["passed"]]
    label = trend["label"]
    direction = "rising" if (trend["slope_per_quarter"] or 0) >= 0 else "falling"
    if label in ("rising", "falling"):
        return [
            "it is kept until q exceeds 0.30, the one-sided p exceeds 0.01, or the halves are level again",
            *(f"it carries the tag {TAGS[name]}: {_gap(by_name[name])}"
              for name in TAGS if name in by_name and not by_name[name]["passed"]),
        ]  # fmt: skip
    if label == "breakout":
        return ["it ends when the last four weeks bring less than three times the employers that were to be expected"]
    if label == "too little data":
        return [f"to be tested: {_gap(gate)}" for gate in failed if gate["gate"] in SUPPORT]
    steady = "steady would need the whole interval of the slope within 10% of the share a quarter"
    if label == "steady":
        return [f"{steady}, as it has now; a wider interval makes it uncertain"]
    return [*(f"to be {direction}: {_gap(gate)}" for gate in failed), steady]


def _gap(gate: dict[str, Any]) -> str:
    side = _side(gate)
    return f"{gate['gate']} {side} {_number(gate['threshold'])}, now {_number(gate['value'])}"


def _print(facts: dict[str, Any]) -> None:
    from reports.formats import change, q_value, share, week_end, whole

    trend = facts["trend"]
    click.echo(f"{plain(facts['name'])} ({facts['skill_id']}) in {facts['population']}, 26 weeks up to "
               f"{week_end(facts['week'])}")  # fmt: skip
    heading(trend["label"] if trend else "too little data")
    if trend:
        click.echo(plain(trend["reason"]))
        click.echo(
            f"slope {change(trend['slope_per_quarter'])} points a quarter ({change(trend['slope_low'])} to "
            f"{change(trend['slope_high'])}), read among all others {change(trend['slope_shrunk'])}"
            f"; p {q_value(trend['p_value'])}, q {q_value(trend['q_value'])},"
            f" chance of a wrong sign {q_value(trend['lfsr'])}"
        )
        season = trend["seasonal_ratio"]
        by_season = "" if season is None else f"; the season alone would make the ratio {_number(season)}"
        click.echo(
            f"a year before: {change(trend['yoy_change'])} points ({change(trend['yoy_low'])} to "
            f"{change(trend['yoy_high'])}); among ads of the same length "
            f"{change(trend['slope_same_length'])} a quarter{by_season}"
        )
    if trend and trend["long_label"]:
        click.echo(
            f"over two years: {trend['long_label']}; {share(trend['long_first'])} in the first 52 weeks to "
            f"{share(trend['long_last'])} in the last 52, q {q_value(trend['long_q_value'])}"
        )
    if facts["weekly"]:
        series = [row["share"] for row in facts["weekly"]]
        click.echo(f"{len(series)} weeks: {sparkline(series)} {share(series[0])} to {share(series[-1])}")
    if facts["all_ads"]:
        click.echo(of_all_ads(facts["all_ads"], facts["ads_by_source"]))
    if facts["data"] and facts["data"]["note"]:
        click.echo(f"the newest week: {plain(facts['data']['note'])}")
    _print_tables(facts, whole, change, share)
    _print_cross_checks(facts)
    heading("what would change it")
    for sentence in facts["would_change"]:
        click.echo(f"- {sentence}")


def of_all_ads(ads: dict[str, Any], sources: list[dict[str, Any]]) -> str:
    """The share of the newest four weeks among ads with a text, and what it is among all."""
    from reports.ads import share_of_all
    from reports.formats import share, whole

    hidden = [row for row in sources if row["openings"] > row["openings_with_text"]]
    if not hidden:
        of = f"{whole(ads['demand'])} of {whole(ads['openings'])} openings ({share(ads['share_of_text'])})"
        return f"As counted, {of}; none came without a text, so of all advertisements it is the same."
    by_source = ", ".join(
        f"{plain(row['source'])} {whole(row['openings'] - row['openings_with_text'])} of {whole(row['openings'])}"
        for row in hidden
    )
    return f"{share_of_all(ads)} Without a text: {by_source}."


def _print_tables(facts: dict[str, Any], whole: Any, change: Any, share: Any) -> None:
    if facts["gates"]:
        heading("gates")
        table(GATE_COLUMNS, [
            (gate["gate"], _number(gate["value"]),
             f"{_side(gate)} {_number(gate['threshold'])}",
             "passed" if gate["passed"] else "failed")
            for gate in facts["gates"]
        ])  # fmt: skip
    split = facts["decomposition"]
    if split:
        heading("where the change of the plain share came from, in points")
        click.echo(
            f"{share(split['share_first'])} to {share(split['share_last'])}: market {change(split['market'])}, "
            f"sources {change(split['sources'])}, roles {change(split['roles'])}"
        )
        click.echo(
            f"employers that stayed {change(split['continuing'])}, that came {change(split['entrants'])}, "
            f"that left {change(split['leavers'])}"
        )
    if facts["employers"]:
        heading("openings that ask, by employer")
        table(EMPLOYER_COLUMNS, [
            (plain(row["employer"], 40), whole(row["first_half"]), whole(row["last_half"]))
            for row in facts["employers"]
        ])  # fmt: skip
    if facts["weights"]:
        heading("weights of the weekly share")
        table(WEIGHT_COLUMNS, [
            (row["source"], row["role_family"], share(row["weight"]), whole(row["openings"]))
            for row in facts["weights"]
        ])  # fmt: skip


def _cross_check(facts: dict[str, Any]) -> str:
    from reports.cross_checks import verdict

    return verdict(facts["trend"]["label"] if facts["trend"] else None, facts["alerts"])


def _print_cross_checks(facts: dict[str, Any]) -> None:
    """What stands against the label without changing it."""
    from reports.cross_checks import alarm_sentence, burst_sentence

    label = facts["trend"]["label"] if facts["trend"] else None
    heading("cross-checks, which never change a label")
    click.echo(f"- {alarm_sentence(label, facts['alerts']) or 'no alarm on the weekly share in 26 weeks'}")
    for row in facts["bursts"]:
        click.echo(f"- burst of {row['signal']}s {burst_sentence(row)}")
    if not facts["bursts"]:
        click.echo("- no burst of papers or posts")


def _side(gate: dict[str, Any]) -> str:
    from reports.gates import AT_MOST  # brings the database with it, which help does without

    return "at most" if gate["gate"] in AT_MOST else "at least"


def _number(value: float | None) -> str:
    from reports.gates import number

    return number(value)
