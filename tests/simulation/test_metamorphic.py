"""Changes of the data that must not change a label, and what may not follow from a source without a trend.

At the level of facts, and through import, reading and openings where copies are concerned. Renaming employers and
moving dates are in test_planted_truth.py.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy
from tests.simulation.adverts import Copies, choose_skills, write_import
from tests.simulation.evaluate import LAST
from tests.simulation.importing import read_in
from tests.simulation.market import ROUGH, Market, World, draw
from warehouse.labels import decide
from warehouse.measure import measure
from warehouse.openings import cluster_openings
from warehouse.reference import store_taxonomy
from warehouse.store import open_writer
from warehouse.trends import looks_of

LAST_WEEK = date(2026, 11, 9)
NEWS = ("rising", "falling", "breakout")
FEW = World(ads=40, weeks=28, skills=30, employers=40, gradual=4, fallers=3, breakouts=2)


def _trends(file: Path, folder: Path, extractor: Extractor) -> list[tuple[object, ...]]:
    """`skill_trends` of `tech` and how many openings there are."""
    folder.mkdir()
    con = open_writer(folder / "warehouse.duckdb")
    try:
        store_taxonomy(con, load_taxonomy())
        read_in(con, file, extractor, LAST_WEEK + timedelta(days=6))
        cluster_openings(con)
        measure(con, LAST_WEEK + timedelta(days=6))
        return con.execute(
            "select skill_id, label, mentioning, openings, employers, round(slope_per_quarter, 9), round(q_value, 9)"
            " from skill_trends where population = 'tech' order by skill_id"
        ).fetchall()
    finally:
        con.close()


@pytest.fixture(scope="module")
def advertised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Extractor, list[tuple[object, ...]]]:
    folder = tmp_path_factory.mktemp("market")
    taxonomy = load_taxonomy()
    skills = choose_skills(list(taxonomy.skills.values()), FEW.skills, 1)
    nothing_twice = Copies(reposts=0.0, agencies=0.0, fifty=False)
    write_import(draw(FEW, 1), skills, folder / "ads.jsonl", LAST_WEEK, nothing_twice)
    extractor = Extractor(taxonomy)
    return folder, extractor, _trends(folder / "ads.jsonl", folder / "plain", extractor)


def test_one_employers_ads_twenty_times_over_change_no_label(
    advertised: tuple[Path, Extractor, list[tuple[object, ...]]],
) -> None:
    folder, extractor, plain = advertised
    lines = [json.loads(line) for line in (folder / "ads.jsonl").read_text("utf-8").splitlines()]
    loud = lines[0]["employer"]
    copies = [{**row, "id": f"{row['id']}-{n}"} for row in lines if row["employer"] == loud for n in range(19)]
    assert len(copies) >= 19
    (folder / "loud.jsonl").write_text("\n".join(json.dumps(row) for row in [*lines, *copies]), encoding="utf-8")
    assert _trends(folder / "loud.jsonl", folder / "loud", extractor) == plain


def _news(market: Market) -> set[int]:
    labels = decide(looks_of(market.facts().population("tech"), LAST)).label
    return {k for k, label in enumerate(labels) if label in NEWS}


def test_a_source_without_a_trend_of_its_own_starts_none() -> None:
    """Nothing moves in any source; one that likes other skills joins half-way: plain shares leap, labels do not."""
    still = replace(ROUGH, gradual=0, fallers=0, breakouts=0, onboarding=False, decaying=False, ads=150)
    called, leapt = 0, 0
    for seed in range(3):
        market = draw(replace(still, onboarding=True), seed)
        called += len(_news(market))
        ago = market.world.weeks - 1 - market.week
        first, last = market.asks[(ago >= 13) & (ago < 26)].mean(axis=0), market.asks[ago < 13].mean(axis=0)
        leapt += int((last > 1.2 * first).sum())
    assert leapt >= 60
    assert called <= 3


def test_the_order_of_openings_within_a_week_changes_nothing() -> None:
    market = draw(replace(ROUGH, ads=80), 2)
    rng = np.random.default_rng(3)
    order = np.lexsort((rng.random(len(market.week)), market.week))
    mixed = replace(market, source=market.source[order], role=market.role[order], employer=market.employer[order],
                    asks=market.asks[order])  # fmt: skip
    assert _news(mixed) == _news(market)
