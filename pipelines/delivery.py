"""Sends a new report to the addresses in the settings: e-mail, Slack and what else Apprise knows.

Belongs here: what is sent, to whom, and that nothing is sent twice. Does not belong here: any service's protocol
(Apprise), the report itself. Addresses hold passwords and tokens: they are shown as Apprise masks them, and never
written down.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import NothingPublishedError, SettingsError

if TYPE_CHECKING:
    from apprise import Apprise

    from pipelines.settings import Settings

RECORD = "delivered.json"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: `report` names the week and the fingerprint of its numbers."""

    title: str
    body: str
    report: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How each address fared, by its masked form."""

    sent: tuple[str, ...]
    failed: tuple[str, ...]
    already: tuple[str, ...]


def newest_message(settings: "Settings") -> Message:
    """The message about the newest report; `NothingPublishedError` when there is none."""
    folders = sorted((settings.site / "reports").glob("*-W*/report.json"))
    if not folders:
        raise NothingPublishedError(f"no report is published yet in {settings.published}", "run `make report` first")
    report = json.loads(folders[-1].read_text(encoding="utf-8"))
    return message_of(report, settings.site_url, folders[-1].parent)


def message_of(report: dict[str, Any], site_url: str | None, folder: Path) -> Message:
    """Title and Markdown body: what to know first, headline findings, corrections, where to read on."""
    from reports.safe import SENTENCE, markdown

    week = report["week"]
    place = f"{site_url}/reports/{week}/index.html" if site_url else str(folder / "index.html")
    notes = [f"Please note. {report['banner']}"] if report["banner"] else []
    lines = [f"{markdown(note, SENTENCE)}\n" for note in (*notes, *report["cautions"])]
    lines += [f"- {markdown(finding['text'], SENTENCE)}" for finding in report["findings"]]
    lines += [f"\nCorrected on {note['on']}: {markdown(note['note'])}" for note in report["corrections"][-1:]]
    corrected = ", corrected" if report["corrections"] else ""
    return Message(
        f"skilltide {week}{corrected}", "\n".join([*lines, f"\n{place}"]), f"{week}:{report['input_hash'][:16]}"
    )


def deliver(settings: "Settings", message: Message, *, again: bool = False) -> Outcome:
    """Sends the message to every address that has not had it. What fails is told and tried again by the next run."""
    record = settings.data / RECORD
    had = _delivered(record)
    known = had.get(message.report, [])
    sent, failed, already = [], [], []
    for address in settings.notify:
        target = _target(address.get_secret_value())
        shown, mark = _masked(target), sha256(address.get_secret_value().encode()).hexdigest()[:16]
        if mark in known and not again:
            already.append(shown)
        elif _send(target, message):
            sent.append(shown)
            known = [*known, mark]
            _note(record, {**had, message.report: known})
        else:
            failed.append(shown)
    return Outcome(tuple(sent), tuple(failed), tuple(already))


def masked_addresses(addresses: Sequence[str]) -> list[str]:
    """The addresses as they may be shown."""
    return [_masked(_target(address)) for address in addresses]


def _target(address: str) -> "Apprise":
    from apprise import Apprise

    target = Apprise()
    # Apprise logs what it cannot parse, password included.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    if not target.add(address):
        scheme = address.partition("://")[0][:20]
        raise SettingsError(
            f"notify: an address that begins with {scheme!r} cannot be used",
            "expected an Apprise address such as mailto://user:password@example.org or slack://token/token/token",
        )
    return target


def _masked(target: "Apprise") -> str:
    """The address without its secrets and options."""
    address: Any = next(iter(target))
    return str(address.url(privacy=True)).partition("?")[0]


def _send(target: "Apprise", message: Message) -> bool:
    from apprise import NotifyFormat

    return bool(target.notify(title=message.title, body=message.body, body_format=NotifyFormat.MARKDOWN))


def _delivered(record: Path) -> dict[str, list[str]]:
    """Which addresses had which report, by hashes; a lost or broken record means that a message may come twice."""
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _note(record: Path, delivered: dict[str, list[str]]) -> None:
    part = record.with_suffix(".tmp")
    part.write_text(json.dumps(delivered, indent=1), encoding="utf-8")
    part.replace(record)
