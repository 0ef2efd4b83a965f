"""Delivery of reports: what is sent, once only, failures told without secrets; to a real server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.cli.main import cli
from pipelines.delivery import deliver, newest_message
from pipelines.errors import SettingsError
from pipelines.settings import load_settings

REPORT = {
    "week": "2026-W03", "input_hash": "a" * 64, "banner": None, "cautions": ["One source <i>only</i>."],
    "corrections": [],
    "findings": [{"text": "Rust is rising <b>"}, {"text": "None is [falling](javascript:x)"}],
}  # fmt: skip


@pytest.fixture
def received() -> Iterator[tuple[str, list[dict[str, Any]], list[int]]]:
    """Address of a webhook, the bodies it got, and the statuses it will answer with (200 when none is left)."""
    bodies: list[dict[str, Any]] = []
    statuses: list[int] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(statuses.pop(0) if statuses else 200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://user:s3cret@127.0.0.1:{server.server_address[1]}/hook", bodies, statuses
    server.shutdown()
    server.server_close()


def publish(data: Path, **changed: Any) -> None:
    folder = data / "published/site/reports/2026-W03"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps({**REPORT, **changed}))


def run(data: Path, notify: str, *arguments: str) -> Result:
    environment = {
        "SKILLTIDE_DATA": str(data),
        "SKILLTIDE_NOTIFY": notify,
        "SKILLTIDE_SITE_URL": "https://tide.example",
    }
    return CliRunner().invoke(cli, ["notify", *arguments], env=environment, prog_name="skilltide")


def test_a_report_is_sent_once_and_a_correction_again(tmp_path: Path, received: Any) -> None:
    address, bodies, _ = received
    publish(tmp_path)
    assert run(tmp_path, address).exit_code == 0
    assert bodies[0]["title"] == "skilltide 2026-W03"
    assert "https://tide.example/reports/2026-W03/index.html" in bodies[0]["message"]
    second = run(tmp_path, address)
    assert "already" in second.stdout and len(bodies) == 1
    publish(tmp_path, input_hash="b" * 64, corrections=[{"on": "2026-01-30", "note": "3 labels differ"}])
    run(tmp_path, address)
    assert len(bodies) == 2 and "corrected" in bodies[1]["title"] and "3 labels differ" in bodies[1]["message"]
    assert "s3cret" not in (tmp_path / "delivered.json").read_text()


def test_text_of_a_finding_is_no_markup(tmp_path: Path, elsewhere: Path) -> None:
    publish(tmp_path)
    body = newest_message(load_settings(data=tmp_path)).body
    assert "One source &lt;i&gt;only" in body and "Rust is rising &lt;b&gt;" in body and "\\[falling\\]" in body


def test_a_failed_delivery_is_told_without_secrets_and_tried_again(tmp_path: Path, received: Any) -> None:
    address, bodies, statuses = received
    publish(tmp_path)
    statuses.append(500)
    failed = run(tmp_path, address)
    assert failed.exit_code == 1 and "could not be delivered to json://" in failed.stderr
    assert "s3cret" not in failed.stderr + failed.stdout
    assert run(tmp_path, address).exit_code == 0 and len(bodies) == 2


def test_a_dry_run_shows_the_message_and_sends_nothing(tmp_path: Path, received: Any) -> None:
    address, bodies, _ = received
    publish(tmp_path)
    shown = run(tmp_path, address, "--dry-run").stdout
    assert "subject: skilltide 2026-W03" in shown and "s3cret" not in shown and bodies == []


def test_an_address_that_is_none_is_a_clear_line_without_it(tmp_path: Path, elsewhere: Path) -> None:
    publish(tmp_path)
    settings = load_settings(data=tmp_path, notify=["nonsense://user:s3cret@x"])
    with pytest.raises(SettingsError, match="begins with 'nonsense'") as caught:
        deliver(settings, newest_message(settings))
    assert "s3cret" not in caught.value.message


def test_without_addresses_or_reports_it_says_what_is_missing(tmp_path: Path) -> None:
    assert "no report is published yet" in run(tmp_path, "json://127.0.0.1:1/").stderr
    publish(tmp_path)
    assert "nobody to send the report to" in run(tmp_path, "").stderr
