"""The folder in which pages are made: gone at the end, and cleared away by the next run when a kill left it."""

import errno
from pathlib import Path

import pytest

from reports.errors import ReportError
from reports.files import workshop


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".building-old" / "skills"
    left.mkdir(parents=True)
    (left / "half.html").write_text("<html", encoding="utf-8")
    with workshop(tmp_path) as made:
        assert list(tmp_path.iterdir()) == [made]
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_up_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"a\.html cannot be written: No space left on device"), workshop(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device", "a.html")
    assert not list(tmp_path.iterdir())
