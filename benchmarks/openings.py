"""How the time and memory of finding openings grow, against datasketch's index over all texts without blocks.

    python -m benchmarks.openings [--sizes 20000,40000,80000,160000] [--limit-s 120]

Made-up postings: employers of unequal size, reposts with small edits, agency copies, one text under fifty names, and a
form letter that one posting in sixteen fills in. Every size runs in a process of its own; CPU seconds and peak memory.
`one more week` adds 1 % of new postings to what is there. The peer makes the same signatures, puts them into one
`MinHashLSH` and compares the exact likeness of every candidate.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import polars as pl

FIRST = date(2025, 1, 6)
WEEKS = 52
WORDS = [f"word{n}" for n in range(6000)]
FORM = "We are a friendly company with short ways and want you to grow with us. " * 2 + (
    "You bring curiosity and like to solve problems with colleagues. We offer flexible hours, a budget for learning and"
    " fruit. Send us your application with salary expectations and the earliest day on which you could start. "
)


def make(count: int, seed: int = 0) -> pl.DataFrame:
    """Postings as (posting_id, employer, posted_on, text, truth); `truth` numbers the advertisement."""
    rng = Random(seed)
    employers = max(count // 12, 50)
    sizes = np.cumsum(1 / np.arange(1, employers + 1) ** 0.8)
    rows: list[tuple[str, str, date, str, int]] = []
    truth = 0
    while len(rows) < count:
        truth += 1
        employer = f"Employer {int(np.searchsorted(sizes, rng.random() * sizes[-1]))}"
        day = FIRST + timedelta(days=rng.randrange(WEEKS * 7))
        body = " ".join(rng.choices(WORDS, k=rng.randrange(60, 260)))
        draw = rng.random()
        if draw < 1 / 16:
            body = FORM + " ".join(rng.choices(WORDS, k=30))
        names = [employer]
        if draw > 0.9995:
            names = [f"Name {truth} {n}" for n in range(50)]
        elif draw > 0.95:
            names.append(f"Agency {rng.randrange(30)}")
        for name in names:
            text = body if name == employer else f"Our client is hiring now. {body} Apply here."
            rows.append((f"p{len(rows)}", name, day, text, truth))
        if draw < 0.3:
            words = body.split()
            words[rng.randrange(len(words))] = "changed"
            rows.append((f"p{len(rows)}", employer, day + timedelta(days=28), " ".join(words), truth))
    return pl.DataFrame(rows[:count], schema=["posting_id", "employer", "posted_on", "text", "truth"], orient="row")


def ours(count: int) -> dict[str, float]:
    """Cluster `count` postings, then one more week of them."""
    from warehouse.openings import cluster_openings
    from warehouse.store import open_writer

    made = make(count + count // 100)
    with tempfile.TemporaryDirectory() as folder:
        con = open_writer(Path(folder) / "warehouse.duckdb")
        fill(con, made.head(count))
        started = time.process_time()
        cluster_openings(con)
        whole = time.process_time() - started
        fill(con, made.tail(count // 100))
        started = time.process_time()
        cluster_openings(con)
        week = time.process_time() - started
        found = dict(
            con.execute(
                "select m.posting_id, o.cluster_id from opening_members as m join openings as o using (opening_id)"
            ).fetchall()
        )
        con.close()
    precision, recall = agreement(dict(made.select("posting_id", "truth").iter_rows()), found)
    return {"seconds": whole, "week": week, "precision": precision, "recall": recall}


def fill(con: object, made: pl.DataFrame) -> None:
    """Store postings and a reading of each."""
    con.register("made", made)  # type: ignore[attr-defined]
    con.execute(  # type: ignore[attr-defined]
        "insert into posting_records (posting_id, source, board, native_id, employer, employer_key, title, text,"
        " text_hash, posted_on, first_seen, last_seen) select posting_id, 'made', 'import', posting_id, employer,"
        " md5(employer)[:16], 'ML Engineer', text, md5(text), posted_on, posted_on, posted_on from made"
    )
    con.execute(  # type: ignore[attr-defined]
        "insert into readings (document_id, document_kind, text_hash, extractor_version, role, role_family, seniority)"
        " select posting_id, 'posting', md5(text), '1', 'ml_engineer', 'ml', 'mid' from made"
    )


def peer(count: int, limit_s: float) -> dict[str, float]:
    """Signatures of every text in one index; candidates compared exactly, none of them set aside."""
    from datasketch import MinHash, MinHashLSH

    from warehouse.similarity import Components, likeness, shingles

    made = make(count)
    started = time.process_time()
    index = MinHashLSH(num_perm=64, params=(21, 3))
    kept = {}
    components = Components(made["posting_id"])
    for posting_id, text in made.select("posting_id", "text").iter_rows():
        kept[posting_id] = shingles(text)
        sketch = MinHash(num_perm=64, seed=1, hashfunc=int, scheme="affine32")
        sketch.update_batch(kept[posting_id].tolist())
        for other in index.query(sketch):
            found = likeness(kept[posting_id], kept[other])
            if found[0] >= 0.8 or found[1] >= 0.8:
                components.join(posting_id, other)
        index.insert(posting_id, sketch)
        if time.process_time() - started > limit_s:
            return {"seconds": float("nan"), "done": len(kept)}
    found_of = {posting_id: components.root(posting_id) for posting_id in kept}
    precision, recall = agreement(dict(made.select("posting_id", "truth").iter_rows()), found_of)
    return {"seconds": time.process_time() - started, "precision": precision, "recall": recall}


def agreement(truth: dict[str, int], found: dict[str, str]) -> tuple[float, float]:
    """Precision and recall over pairs of postings (counted by group sizes, without listing the pairs)."""
    frame = pl.DataFrame(
        [(truth[posting_id], cluster) for posting_id, cluster in found.items()], schema=["truth", "found"], orient="row"
    )

    def pairs(*by: str) -> float:
        sizes = frame.group_by(by).len()["len"].cast(pl.Float64)
        return float((sizes * (sizes - 1) / 2).sum())

    both = pairs("truth", "found")
    return both / max(pairs("found"), 1), both / max(pairs("truth"), 1)


def apart(what: str, count: int, limit_s: float) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.openings", "--run", what, "--sizes", str(count)]
    done = subprocess.run([*command, "--limit-s", str(limit_s)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.openings", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="20000,40000,80000,160000", help="postings, with commas")
    parser.add_argument("--limit-s", type=float, default=120, help="when the peer is stopped (default: %(default)s)")
    parser.add_argument("--run", choices=("ours", "peer"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.run:
        measured = ours(sizes[0]) if chosen.run == "ours" else peer(sizes[0], chosen.limit_s)
        measured["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(measured))
        return
    print(
        f"{'postings':>9}  {'':5} {'CPU s':>8} {'us/posting':>10} {'one more week':>13} {'peak MB':>8} precision recall"
    )
    for size in sizes:
        for what in ("ours", "peer"):
            m = apart(what, size, chosen.limit_s)
            if m["seconds"] != m["seconds"]:
                print(
                    f"{size:9,}  {what:5} stopped after {chosen.limit_s:.0f} CPU s at {m['done']:,.0f} {m['mb']:19,.0f}"
                )
                continue
            week = f"{m['week']:.2f} CPU s" if "week" in m else ""
            print(
                f"{size:9,}  {what:5} {m['seconds']:8.1f} {m['seconds'] / size * 1e6:10.0f} {week:>13} {m['mb']:8,.0f}"
                f" {m['precision']:9.3f} {m['recall']:6.3f}"
            )


if __name__ == "__main__":
    main()
