"""A file of advertisements through the real door: import, read, cluster, measure, publish, and the labels scored.

Belongs here: the way of a file and the comparison with the truth. Does not belong here: making the file (adverts.py).
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy
from extractors.text import html_to_text
from tests.simulation.adverts import choose_skills, write_import
from tests.simulation.market import World, draw
from warehouse.importing import read_import
from warehouse.load import load_records, pending_texts, store_readings
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.publish import publish
from warehouse.reference import store_taxonomy
from warehouse.store import open_published, open_writer

ADVERTISED = World(
    sources=5, skills=140, gradual=12, breakouts=5, fallers=6, coming_and_going=True, burst=True, season=0.25,
    role_drift=True, churn=True,
)  # fmt: skip
"""Five sources that come and go, employers that come, roles that drift; copies are added when the file is written."""
UP, DOWN = ("rising", "breakout"), ("falling",)


@dataclass
class Verdict:
    """Labels of one population against the truth."""

    labelled: int = 0
    false: list[tuple[str, str]] = field(default_factory=list)
    planted: int = 0
    found: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    labels: Counter[str] = field(default_factory=Counter)

    @property
    def false_part(self) -> float:
        return len(self.false) / max(self.labelled, 1)

    @property
    def power(self) -> float:
        return self.found / max(self.planted, 1)


def read_in(con: DuckDBPyConnection, path: Path, extractor: Extractor, seen_on: date, processes: int = 1) -> None:
    """What `skilltide import` and `skilltide extract` do."""
    load_records(con, read_import(path, None, html_to_text), raw_id=None, seen_on=seen_on)
    for batch in pending_texts(con, extractor.version):
        kinds = {document_id: kind for document_id, _, _, kind in batch}
        store_readings(
            con, [(i, kinds[i], reading) for i, reading in extractor.read_many(batch, processes)], extractor.version
        )


def measure_and_publish(con: DuckDBPyConnection, folder: Path, as_of: date) -> Path:
    """What `skilltide measure` and `skilltide publish` do; returns the published file."""
    cluster_openings(con)
    measure(con, as_of)
    publish(con, folder, as_of)
    return folder / "skilltide.duckdb"


def verdicts(published: Path, planted: dict[str, str]) -> dict[str, Verdict]:
    """Hold `skill_trends` against what was planted (`gradual`, `breakout`, `falling` by skill), by population."""
    con = open_published(published)
    try:
        rows = con.execute(
            "select population, skill_id, label, reason from skill_trends"
            " where as_of_week = (select max(as_of_week) from skill_trends) order by all"
        ).fetchall()
    finally:
        con.close()
    seen: dict[str, dict[str, tuple[str, str]]] = {}
    for population, skill, label, reason in rows:
        seen.setdefault(population, {})[skill] = (label, reason)
    return {population: _verdict(labels, planted) for population, labels in seen.items()}


def _verdict(seen: dict[str, tuple[str, str]], planted: dict[str, str]) -> Verdict:
    result = Verdict(planted=len(planted), labels=Counter(label for label, _ in seen.values()))
    for skill, (label, reason) in seen.items():
        truth = planted.get(skill)
        if label in UP + DOWN:
            result.labelled += 1
            if truth is None or (label in UP) != (truth != "falling"):
                result.false.append((skill, f"{label}: {reason}"))
    for skill, truth in planted.items():
        label, reason = seen.get(skill, ("absent", ""))
        if label in (DOWN if truth == "falling" else UP):
            result.found += 1
        else:
            result.missed.append((skill, f"{truth} -> {label}: {reason}"))
    return result


def through_the_door(world: World, seed: int, folder: Path, last_week: date = date(2026, 11, 9)) -> Path:
    """Draw a market, write it as a file of advertisements and take it all the way; returns the published file.

    What was planted lies beside it in `planted.json`.
    """
    taxonomy = load_taxonomy()
    skills = choose_skills(list(taxonomy.skills.values()), world.skills, seed)
    market = draw(world, seed)
    write_import(market, skills, folder / "ads.jsonl", last_week)
    planted = {skills[k].id: kind for k, kind in market.planted.items()}
    (folder / "planted.json").write_text(json.dumps(planted), encoding="utf-8")
    last_day = last_week + timedelta(days=6)
    con = open_writer(folder / "warehouse.duckdb")
    try:
        store_taxonomy(con, taxonomy)
        read_in(con, folder / "ads.jsonl", Extractor(taxonomy), last_day)
        return measure_and_publish(con, folder / "published", last_day)
    finally:
        con.close()


def judge(world: World, seed: int) -> dict[str, Verdict]:
    """One world of advertisements, from drawing to verdicts by population, in a folder that is gone afterwards."""
    with TemporaryDirectory() as place:
        published = through_the_door(world, seed, Path(place))
        planted = json.loads((Path(place) / "planted.json").read_text("utf-8"))
        return verdicts(published, planted)
