"""No e-mail address and no telephone number of a person is stored, whatever field it comes in."""

import json
from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection
from warehouse_records import DAY, article, posting

from extractors.records import Rejected
from warehouse.importing import read_import
from warehouse.load import load_records

MAIL, PHONE = "ada.byron@example.org", "+44 20 7946 0018"
CONTACT = f"{MAIL} {PHONE}"


def stored(con: DuckDBPyConnection) -> str:
    return "".join(
        str(con.execute(f"from {name}").fetchall()) for name in ("posting_records", "article_records", "quarantine")
    )


def test_short_fields_are_masked_when_they_are_stored(con: DuckDBPyConnection) -> None:
    load_records(
        con,
        [
            posting("1", f"Acme {CONTACT}", title=f"Engineer {CONTACT}", location=CONTACT, country=CONTACT),
            replace(article(), title=f"Forests {CONTACT}", categories=(CONTACT,)),
            Rejected("board", "https://x.test/", "no title", f"{{'contact': '{CONTACT}'}}"),
        ],
        raw_id=None,
        seen_on=DAY,
    )
    assert "[e-mail] [phone]" in stored(con) and MAIL not in stored(con) and PHONE not in stored(con)


def test_imported_texts_are_masked_too(con: DuckDBPyConnection, tmp_path: Path) -> None:
    row = {"id": "1", "employer": "Acme", "title": "Dev", "posted_on": "2026-01-12", "text": f"Write to {CONTACT}."}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    load_records(con, read_import(file, None, str), raw_id=None, seen_on=DAY)
    assert "Write to [e-mail] [phone]." in stored(con)
