"""robots.txt: which signals about the use of what is read are meant for us, and a refused host that is not asked."""

from pathlib import Path

import pytest
from web_server import Web, fetch, polite, reply

from extractors.errors import RefusedError
from extractors.robots import read_robots


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ("User-agent: *\nContent-Signal: search=yes, ai-input=no, ai-train=no\nAllow: /\n", True),
        ("User-agent: *\nContent-Signal: search=yes, ai-input=yes, ai-train=no\n", False),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\n", False),
        ("User-Agent: Other\nUser-agent: *\ncontent-signal: AI-INPUT = NO # why\n", True),
        ("User-agent: Other\nContent-Signal: ai-input=no\n\nUser-agent: *\nDisallow:\n", False),
        ("User-agent: *\nContent-Signal: ai-input=no\n\nUser-agent: skilltide\nContent-Signal: ai-input=yes\n", False),
        ("Content-Signal: ai-input=no\n", True),
        ("Content-Signal: ai-input\nContent-Signal: ,,=,\n", False),
        ("", False),
    ],
)
def test_a_signal_against_models_is_read_for_our_agent(rules: str, refused: bool) -> None:
    assert read_robots(200, rules.encode()).keeps_from_models is refused


def test_a_missing_file_signals_nothing() -> None:
    assert not read_robots(404, b"User-agent: *\nContent-Signal: ai-input=no\n").keeps_from_models


def test_a_host_that_wants_no_reading_by_models_is_not_asked(web: Web, tmp_path: Path) -> None:
    web.routes["/api.example.org/robots.txt"] = reply(200, b"User-agent: *\nContent-Signal: ai-input=no\nAllow: /\n")
    with polite(tmp_path, web) as (client, _), pytest.raises(RefusedError, match="ai-input=no"):
        fetch(client)
    assert web.paths() == []
