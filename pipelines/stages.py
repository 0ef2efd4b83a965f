"""The seven stages of a run as plain functions: each reads, calls one room, stores, and returns what it counted.

Belongs here: the order of calls inside a stage. Does not belong here: Dagster, the command line, or how any of it is
computed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from textwrap import shorten
from typing import TYPE_CHECKING

from extractors.records import SourceRun
from pipelines.errors import SettingsError, UsageError
from pipelines.runtime import Runtime
from pipelines.settings import Settings, ensure_writable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from extractors.raw import RawResponse
    from extractors.scoring import Scores
    from extractors.sources.registry import SourceBook
    from reports.build import BuiltSite
    from warehouse.load import LoadCounts
    from warehouse.measure import MeasureCounts
    from warehouse.openings import OpeningCounts
    from warehouse.publish import PublishCounts

STALE_DAYS = 21
NEWEST_COLLECTION = """
select count(*) filter (status in ('ok', 'partial')), count(*)
from source_health
where status <> 'off' and run_at = (select max(run_at) from source_health)
"""


@dataclass(frozen=True, slots=True)
class Documents:
    """What the documents stage stored: responses parsed, and rows by source."""

    responses: int = 0
    unreadable: int = 0
    by_source: "dict[str, LoadCounts]" = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Rows not seen before or seen in a new wording."""
        return sum(count.new + count.changed for count in self.by_source.values())


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the extractor read: texts and the skills named in them."""

    texts: int
    mentions: int
    extractor_version: str


def collect_responses(runtime: Runtime) -> list[SourceRun]:
    """Ask every source for what is missing; each answer is under `raw/` before this returns."""
    from extractors.collect import collect
    from extractors.http import PoliteClient
    from warehouse.reference import store_source_runs

    settings = runtime.settings
    ensure_writable(settings.data)
    refuse_clock_set_back(settings)
    book, raw = _checked_book(runtime), runtime.raw()
    with PoliteClient(
        raw,
        locks=settings.data / "locks",
        contact=settings.contact,
        replay_url=settings.replay_url,
        replay_pause=settings.replay_pause,
    ) as client:
        runs = collect(book, raw, client, runtime.plan(raw), runtime.sources, runtime.progress.step)
    asked = [run for run in runs if run.status != "off"]
    runtime.reachable = any(run.status in ("ok", "partial") for run in asked)
    with runtime.warehouse() as con:
        store_source_runs(con, runs, runtime.now)
    requests = sum(run.requests for run in runs)
    runtime.progress.finish("; ".join([f"{requests} requests to {len(asked)} sources", *troubles(asked)]))
    return runs


def troubles(asked: list[SourceRun]) -> list[str]:
    """Which sources fared how, where not well: "unreachable: arxiv, lever"; of all alike, why the first did."""
    by_status: dict[str, list[SourceRun]] = defaultdict(list)
    for run in asked:
        if run.status != "ok":
            by_status[run.status].append(run)
    return [
        f"all {status} ({shorten(runs[0].message, 120)})"
        if len(runs) == len(asked) > 1
        else f"{status}: {', '.join(run.source for run in runs)}"
        for status, runs in by_status.items()
    ]


def load_documents(runtime: Runtime) -> Documents:
    """Parse every response that the warehouse has not loaded yet, and keep its rows in one transaction each."""
    from extractors.alarms import message_of, reading_alarms
    from extractors.reading import Reader
    from warehouse.licences import forget_sources
    from warehouse.lifecycle import emptied_boards
    from warehouse.load import LoadCounts, load_records, loaded_response_ids
    from warehouse.reference import store_sources, store_taxonomy, tell_of_source
    from warehouse.starter import load_starter

    book, raw = runtime.book(), runtime.raw()
    by_source: dict[str, LoadCounts] = defaultdict(LoadCounts)
    told: dict[str, list[str]] = defaultdict(list)
    confirmed: list[str] = []
    with runtime.warehouse() as con:
        store_sources(con, book.infos)
        unlicensed = {info.name for info in book.infos if not info.licensed}
        forget_sources(con, unlicensed)
        store_taxonomy(con, runtime.taxonomy())
        load_starter(con)
        loaded = loaded_response_ids(con)
        with Reader(book) as reader:
            for response, records in reader.read(_due(raw.iterate(exclude=loaded), runtime.as_of, unlicensed)):
                seen_on = min(response.day, runtime.as_of)
                told[response.source] += reading_alarms(response, records)
                by_source[response.source] += load_records(con, records, raw_id=response.raw_id, seen_on=seen_on)
                confirmed.append(response.raw_id)
                runtime.progress.step("responses", len(confirmed), None)
        _set_aside_unreadable(con, raw.unreadable, runtime.as_of)
        # Only now may the next run ask "has it changed since?": the rows are safe.
        raw.confirm({*loaded, *confirmed})
        for source, line in emptied_boards(con, runtime.as_of):
            told[source].append(line)
        for source in {*by_source, *told}:
            count = by_source[source]
            documents, new = count.read - count.rejected, count.new + count.changed
            tell_of_source(con, source, documents=documents, new=new, message=message_of(told[source]))
    result = Documents(len(confirmed), len(raw.unreadable), dict(by_source))
    rejected = sum(count.rejected for count in by_source.values())
    read = sum(count.read for count in by_source.values())
    broken = f"; {result.unreadable} kept responses cannot be read and are asked for again" if result.unreadable else ""
    runtime.progress.finish(f"{read} rows read, {result.new} new or changed, {rejected} set aside{broken}")
    return result


def read_mentions(runtime: Runtime) -> Mentions:
    """Read every text that this version of the extractor has not read and might read in another way."""
    from extractors.skills.candidates import find_slots
    from extractors.skills.matcher import TECHNOLOGY
    from extractors.skills.pipeline import document_text
    from extractors.skills.readers import Readers
    from warehouse.candidates import store_slots
    from warehouse.load import count_pending, pending_texts, pending_titles, store_readings, title_reading
    from warehouse.reread import carry_over

    extractor = runtime.extractor()
    technologies = {skill.id for skill in runtime.taxonomy().skills.values() if skill.kind in TECHNOLOGY}
    texts = mentions = 0
    with Readers(extractor, runtime.settings.processes) as readers, runtime.warehouse() as con:
        carry_over(con, extractor)
        total = count_pending(con, extractor.version)
        for batch in pending_texts(con, extractor.version):
            kinds = {document_id: kind for document_id, _, _, kind in batch}
            read = [(document_id, kinds[document_id], reading) for document_id, reading in readers.read(batch)]
            texts_of = {document_id: document_text(title, text) for document_id, text, title, _ in batch}
            store_slots(con, {
                document_id: find_slots(texts_of[document_id], reading.mentions, technologies)
                for document_id, kind, reading in read if kind == "posting"
            })  # fmt: skip
            mentions += store_readings(con, read, extractor.version)
            texts += len(batch)
            runtime.progress.step("texts", texts, total)
        titles = 0
        for batch in pending_titles(con, extractor.version):
            kinds = {document_id: kind for document_id, _, _, kind in batch}
            read = [(name, kinds[name], title_reading(reading)) for name, reading in readers.read(batch)]
            store_readings(con, read, extractor.version)
            titles += len(batch)
    alone = f"; {titles} titles of advertisements without a text" if titles else ""
    runtime.progress.finish(f"{texts} texts read, {mentions} mentions found{alone}")
    return Mentions(texts, mentions, extractor.version)


def cluster(runtime: Runtime) -> "OpeningCounts":
    """Collapse near-duplicate postings of one employer to openings."""
    from warehouse.openings import cluster_openings

    with runtime.warehouse() as con:
        counts = cluster_openings(con)
    runtime.progress.finish(f"{counts.postings} postings are {counts.openings} openings")
    return counts


def measure_demand(runtime: Runtime) -> "MeasureCounts":
    """Shares, labels, attention and the guide's scorecard for the last closed week that has data."""
    from extractors.additions import common_words, rejections
    from warehouse.candidates import Judged, measure_candidates
    from warehouse.labelled import store_accuracy
    from warehouse.measure import measure

    scores = measure_accuracy(runtime)
    with runtime.warehouse() as con:
        store_accuracy(con, scores, runtime.taxonomy())
        counts = measure(con, runtime.as_of, runtime.progress.step)
        judged = Judged(rejections(runtime.settings.taxonomy_folder), common_words())
        measure_candidates(con, counts.week, judged)
    runtime.progress.finish(
        f"week of {counts.week}: {counts.demand_rows} weekly shares, {counts.trend_rows} labels,"
        f" {counts.alarms} alarms on weekly shares"
    )
    return counts


def measure_accuracy(runtime: Runtime) -> "Scores | None":
    """The extractor held against the labelled texts of the settings, if there are some."""
    from extractors.labelled import read_labelled
    from extractors.scoring import score

    if runtime.settings.labelled is None:
        return None
    texts = read_labelled(runtime.settings.labelled)
    extractor = runtime.extractor()
    readings = {text.id: extractor.read(text.text, title=text.title, kind=text.kind) for text in texts}
    return score(texts, readings, runtime.taxonomy())


def publish_snapshot(runtime: Runtime) -> "PublishCounts":
    """Replace the published copy in one step, after its checks passed."""
    from pipelines.reproduction import settings_of
    from warehouse.publish import publish
    from warehouse.vintages import hash_responses, report_inputs

    settings = runtime.settings
    refuse_clock_set_back(settings)
    with runtime.warehouse() as con:
        hash_responses(con, settings.raw_folder)
        con.execute("set variable as_of = ?::date", [runtime.as_of])
        inputs = report_inputs(con, settings_of(settings, runtime.as_of))
        keep_days = settings.keep_snapshots_days
        counts = publish(con, settings.published, runtime.as_of, inputs=inputs, keep_days=keep_days)
    runtime.notes += counts.notes
    runtime.progress.finish(f"{counts.relations} relations, {counts.rows} rows")
    return counts


def build_report(runtime: Runtime) -> "BuiltSite":
    """Write the report of the measured week and the pages around it, and what it was made from beside it."""
    from pipelines.reproduction import keep_inputs
    from reports.build import build_site

    runtime.banner = reachability_note(runtime)
    built = build_site(runtime.settings.published, runtime.as_of, banner=runtime.banner)
    keep_inputs(runtime.settings.published, built.report.parent)
    runtime.report = built.report
    runtime.progress.finish(f"week {built.week_name}: {built.report}")
    return built


def deliver_report(runtime: Runtime) -> None:
    """Send the newest report to those in the settings; a message that cannot be delivered never fails the run."""
    from pipelines.delivery import deliver, newest_message

    settings = runtime.settings
    if not settings.notify:
        return
    outcome = deliver(settings, newest_message(settings))
    if outcome.failed:
        runtime.notes.append(
            f"the report could not be delivered to {', '.join(outcome.failed)}: `skilltide notify` tries again"
        )
    if outcome.sent:
        runtime.progress.finish(f"sent to {', '.join(outcome.sent)}")


def reachability_note(runtime: Runtime) -> str | None:
    """What the first screen must say when the newest collection reached nothing, or the data are old."""
    from warehouse.store import open_published

    con = open_published(runtime.settings.published_file)
    try:
        reached, asked = con.execute(NEWEST_COLLECTION).fetchall()[0]
        last: date | None = con.execute("select max(posted_on) from postings").fetchall()[0][0]
    finally:
        con.close()
    shown = f"the newest posting is of {last}" if last else "nothing has been stored yet"
    if asked and not reached:
        return (
            f"No source could be reached ({asked} asked on {runtime.as_of}). What follows is from stored data: {shown}."
        )
    if last and last < runtime.as_of - timedelta(days=STALE_DAYS):
        return f"The data are old: {shown}, {(runtime.as_of - last).days} days before {runtime.as_of}."
    return None


def refuse_clock_set_back(settings: Settings) -> None:
    """A day that the clock gives may not lie before what is published; one that the caller gives may."""
    from warehouse.publish import published_as_of

    last = published_as_of(settings.published)
    if settings.as_of is None and last is not None and settings.today < last:
        raise SettingsError(
            f"the clock says {settings.today}, and what is published is as of {last}",
            f"set the clock right, or say --as-of {settings.today} to publish that earlier state",
        )


def _checked_book(runtime: Runtime) -> "SourceBook":
    """The sources; one clear line when the run names one that does not exist."""
    book = runtime.book()
    known = {info.name for info in book.infos}
    for name in sorted(runtime.sources or ()):
        if name not in known:
            raise UsageError(f"there is no source {name}", f"the sources are {', '.join(sorted(known))}")
    return book


def _set_aside_unreadable(con: "DuckDBPyConnection", unreadable: dict[str, str], seen_on: date) -> None:
    """A kept response that a crash cut short is a row of the quarantine, not a silence."""
    from extractors.records import Rejected
    from warehouse.load import load_records

    rows = [
        Rejected(
            raw_id.split("/", 1)[0],
            raw_id,
            "kept response cannot be read",
            reason,
            "nothing to do: it is asked for again",
        )
        for raw_id, reason in unreadable.items()
    ]
    load_records(con, rows, raw_id=None, seen_on=seen_on)


def _due(responses: "Iterator[RawResponse]", as_of: date, unlicensed: set[str]) -> "Iterator[RawResponse]":
    """What was collected up to a day; later collections wait for a run of their own day, others for a licence."""
    from extractors.raw import ROUND

    for response in responses:
        if response.source not in unlicensed and (ROUND not in response.meta or response.day <= as_of):
            yield response
