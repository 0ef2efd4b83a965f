"""A small run over made-up postings that can be killed, or meet a full disk, in any stage; a program and a module."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection
from warehouse_records import BODY, DAY, posting, read_all

import warehouse.load
import warehouse.measure
import warehouse.openings
import warehouse.publish
from warehouse.errors import WarehouseError
from warehouse.statements import statement
from warehouse.store import explained, open_writer

AS_OF = DAY + timedelta(weeks=2)
STAGES = ("load", "openings", "measure", "publish")
MODULES = {
    "load": warehouse.load, "openings": warehouse.openings, "measure": warehouse.measure, "publish": warehouse.publish,
}  # fmt: skip


def load(con: DuckDBPyConnection, first: int, last: int, weeks_ago: int) -> None:
    """Postings first..last of as many employers, and what was read in them."""
    warehouse.load.BATCH = 5
    made = [
        posting(
            str(n), f"Employer {n}", on=DAY - timedelta(days=7 * (n % 20 + weeks_ago)), text=f"{BODY} Opening {n} " * 30
        )
        for n in range(first, last)
    ]
    warehouse.load.load_records(con, made, raw_id=f"raw-{first}", seen_on=AS_OF)
    read_all(con, "python")


def run(folder: Path, last: int, before: Callable[[str], None] = lambda stage: None) -> None:
    """Load postings up to `last`, and everything after that; `before` is called before each stage."""
    con = open_writer(folder / "warehouse.duckdb")
    try:
        with explained(folder / "warehouse.duckdb"):
            con.execute("delete from skills")
            con.execute("insert into skills values ('python', 'Python', 'language', 'programming', ['python'])")
            before("load")
            load(con, 0, 20, 5)
            load(con, 20, last, 0)
            before("openings")
            warehouse.openings.cluster_openings(con)
            before("measure")
            warehouse.measure.measure(con, AS_OF)
            before("publish")
            warehouse.publish.publish(con, folder / "published", AS_OF)
    finally:
        con.close()


def _die_at(module: object, call: int) -> None:
    """SIGKILL at the n-th statement that a module asks for."""
    calls = 0

    def counted(name: str) -> str:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return statement(name)

    module.statement = counted  # type: ignore[attr-defined]


def main() -> None:
    """`faulty_run.py FOLDER STAGE CALL|full`: the second run of a folder, with its fault."""
    folder, stage, fault = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

    def before(at: str) -> None:
        if at != stage:
            return
        if fault == "full":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            # No more than fifty postings in the write-ahead log, and not one published file.
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        else:
            _die_at(MODULES[stage], int(fault))

    try:
        run(folder, 400 if (stage, fault) == ("load", "full") else 60, before)
    except WarehouseError as error:
        print(f"{type(error).__name__}: {error.message}: {error.remedy}")


if __name__ == "__main__":
    main()
