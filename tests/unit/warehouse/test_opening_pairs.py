"""Precision and recall of openings on pairs that a reader labelled: ids and verdicts are here, texts are not.

`opening_pairs.csv` holds 300 pairs of posts of the hiring threads: 200 drawn in strata of likeness, 40 of Jaccard .5 to
.8, and 60 in strata of likeness that were drawn and labelled after the rules had been settled on the others. `same`
says whether both are one advertisement. Posts of one pair lie at most ten weeks apart.
"""

import csv
import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from extractors.raw import RawResponse
from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import load_taxonomy
from extractors.sources.hn_hiring import HnHiring
from warehouse.load import load_records, pending_texts, store_readings
from warehouse.openings import PAUSE, cluster_openings

PAIRS = Path(__file__).with_name("data") / "opening_pairs.csv"


def labelled() -> list[tuple[str, str, bool]]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return [(row["one"], row["other"], row["same"] == "1") for row in csv.DictReader(lines)]


def test_the_labels_are_pairs_of_ids_and_verdicts_only() -> None:
    pairs = labelled()
    assert len({(one, other) for one, other, _ in pairs}) == 300
    assert PAIRS.read_bytes().replace(b"one,other,same", b"").translate(None, b"0123456789,\n") == b""
    assert 40 <= sum(not same for _, _, same in pairs) <= 60, "a set without pairs to keep apart would show nothing"


def posts(folder: Path, wanted: set[int]) -> Iterator[dict[str, Any]]:
    """The recorded comments of those numbers."""
    for file in sorted((folder / "web" / "hn").glob("posts-*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                post = json.loads(line)
                if post["id"] in wanted:
                    yield post


@pytest.mark.shared
def test_labelled_pairs_are_joined_and_kept_apart(con: DuckDBPyConnection) -> None:
    folder = Path(os.environ.get("SKILLTIDE_SHARED", "absent"))
    if not (folder / "web" / "hn").is_dir():
        pytest.skip("the recorded threads are not here; say where with SKILLTIDE_SHARED")
    pairs = labelled()
    found = posts(folder, {int(number) for one, other, _ in pairs for number in (one, other)})
    comments = [
        {"id": p["id"], "text": p["text"], "created_at_i": p["time"], "author": p["by"], "parent_id": None}
        for p in found
    ]
    body = json.dumps({"id": 1, "children": comments}).encode()
    now = datetime(2026, 1, 25, tzinfo=UTC)
    response = RawResponse("r", "hn_hiring", "https://hn.algolia.com/", 200, {}, body, now, {"what": "thread"})
    load_records(con, HnHiring().parse(response), raw_id=None, seen_on=now.date())
    extractor = Extractor(load_taxonomy())
    for batch in pending_texts(con, extractor.version):
        kinds = {document_id: kind for document_id, _, _, kind in batch}
        read = [(name, kinds[name], reading) for name, reading in extractor.read_many(batch, processes=1)]
        store_readings(con, read, extractor.version)
    cluster_openings(con)
    facts = {
        number: tuple(rest)
        for number, *rest in con.execute(
            "select p.native_id, o.cluster_id, o.role, p.employer_key, p.posted_on from opening_members as m"
            " join openings as o using (opening_id) join posting_records as p using (posting_id)"
        ).fetchall()
    }
    verdicts = [
        (facts[one][0] == facts[other][0], same) for one, other, same in pairs if comparable(facts[one], facts[other])
    ]
    assert len(verdicts) > 180
    joined = [same for found, same in verdicts if found]
    one_advertisement = [found for found, same in verdicts if same]
    assert sum(joined) / len(joined) >= 0.92, "precision"
    assert sum(one_advertisement) / len(one_advertisement) >= 0.75, "recall"


def comparable(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Openings are of one role, and copies under another name of one season: other pairs are apart by definition."""
    return bool(one[1] == other[1] and (one[2] == other[2] or abs(one[3] - other[3]) <= PAUSE))
