"""The folder in which pages are made: gone at the end, and cleared away by the next run when a kill left it."""

from pathlib import Path

from reports.files import workshop


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".building-old" / "skills"
    left.mkdir(parents=True)
    (left / "half.html").write_text("<html", encoding="utf-8")
    with workshop(tmp_path) as made:
        assert list(tmp_path.iterdir()) == [made]
    assert not list(tmp_path.iterdir())
