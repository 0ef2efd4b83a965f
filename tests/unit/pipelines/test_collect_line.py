"""The line that a terminal shows after collecting."""

from extractors.records import SourceRun
from pipelines.stages import troubles


def test_sources_that_fared_badly_are_named_by_how_they_fared() -> None:
    runs = [
        SourceRun("a", "ok"),
        SourceRun("b", "unreachable"),
        SourceRun("c", "partial"),
        SourceRun("d", "unreachable"),
    ]
    assert troubles(runs) == ["unreachable: b, d", "partial: c"]
    assert troubles(runs[:1]) == []


def test_where_all_fared_alike_the_first_reason_is_told_instead_of_all_their_names() -> None:
    reason = "example.org: no connection ([Errno 101] Network is unreachable) → check the network"
    runs = [SourceRun(name, "unreachable", message=f"{reason}; {'x' * 200}") for name in "abc"]
    (told,) = troubles(runs)
    assert told.startswith("all unreachable (example.org: no connection") and len(told) < 150
    assert troubles(runs[:1]) == ["unreachable: a"]
