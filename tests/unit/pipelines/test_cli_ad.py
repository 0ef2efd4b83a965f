"""`skilltide ad`: one advertisement, a batch, and lines that are no good."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.skills.pipeline import document_text
from extractors.text import clean_text
from tests.unit.pipelines.conftest import Run

HTML = """<html><body><h1>Machine Learning Engineer</h1><p>You will build things.</p>
<h2>Requirements</h2><ul><li>PyTorch and <b>Python</b></li><li>a bachelor's degree in Computer Science</li></ul>
</body></html>"""


def _lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_one_ad_is_shown_for_people(bare: Run, tmp_path: Path) -> None:
    (tmp_path / "ad.html").write_text(HTML, encoding="utf-8")
    result = bare("ad", "ad.html")
    assert result.exit_code == 0, result.stderr
    assert "role: ml_engineer (ml)" in result.stdout
    assert any(line.split()[:3] == ["PyTorch", "library", "required"] for line in result.stdout.splitlines())
    assert "degree: bachelor" in result.stdout


def test_one_ad_as_json_from_standard_input(bare: Run) -> None:
    record = json.loads(bare("ad", "-", "--json", stdin=HTML).stdout)
    assert set(record) == {"id", "role", "seniority", "degrees", "skills"}
    assert {"python", "pytorch"} <= {skill["skill_id"] for skill in record["skills"]}
    assert set(record["skills"][0]) == {"skill_id", "name", "surface", "start", "end", "zone"}
    assert set(record["degrees"][0]) == {"level", "field", "required"}


def test_a_batch_gives_one_line_each_with_spans_into_the_cleaned_text(bare: Run, tmp_path: Path) -> None:
    title, text = "Senior Data Engineer", "Write to jobs@tide.example\u200b.\r\n\r\nYou know Python and SQL."
    rows = [
        {"id": "a", "text": text, "title": title, "kind": "posting"},
        {"id": 2, "html": HTML},
        {"id": "p", "text": "We train transformers in PyTorch.", "kind": "paper"},
    ]
    (tmp_path / "ads.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = bare("ad", "--batch", "ads.jsonl")
    assert result.exit_code == 0, result.stderr
    records = {record["id"]: record for record in _lines(result.stdout)}
    assert list(records) == ["a", 2, "p"]
    whole = document_text(title, clean_text(text))
    for skill in records["a"]["skills"]:
        assert whole[skill["start"] : skill["end"]] == skill["surface"]
    assert {"python", "sql"} <= {skill["skill_id"] for skill in records["a"]["skills"]}
    assert {skill["zone"] for skill in records["p"]["skills"]} == {"text"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "expected an object"),
        ('{"text": "x"}', "id is missing"),
        ('{"id": "a"}', "neither text nor html"),
        ('{"id": "a", "text": "x", "kind": "tweet"}', "expected posting, paper or post"),
        ('{"id": "a", "text": "x", "title": 3}', "title is not text"),
        ('{"id": "a", "html": "' + "<b>" * 60_000 + '"}', ""),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(bare: Run, line: str, reason: str) -> None:
    good = '{"id": "ok", "text": "You know Python."}'
    result = bare("ad", "--batch", "-", stdin=f"{line}\n\n{good}\n")
    assert [record["id"] for record in _lines(result.stdout)] == ["ok"]
    assert result.exit_code == 2
    assert "standard input, line 1: " in result.stderr and reason in result.stderr


def test_the_same_id_twice_gives_two_lines(bare: Run) -> None:
    row = '{"id": "same", "text": "Python"}\n'
    assert len(_lines(bare("ad", "--batch", "-", stdin=row * 2).stdout)) == 2


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_ad_is_one_clear_line(bare: Run, body: bytes) -> None:
    result = bare("ad", "-", stdin=body)
    assert result.exit_code == 2 and "is empty" in result.stderr


def test_bytes_of_another_encoding_are_read(bare: Run) -> None:
    result = bare("ad", "-", "--json", stdin="Ingénieur Python à Besançon".encode("cp1252"))
    assert "python" in {skill["skill_id"] for skill in json.loads(result.stdout)["skills"]}


@pytest.mark.parametrize("arguments", [(), ("-", "--batch", "-")])
def test_either_a_file_or_a_batch(bare: Run, arguments: tuple[str, ...]) -> None:
    result = bare("ad", *arguments)
    assert result.exit_code == 2 and "either FILE or --batch" in result.stderr


def test_a_file_that_is_not_there_is_one_clear_line(bare: Run) -> None:
    result = bare("ad", "missing.txt")
    assert result.exit_code == 2 and "missing.txt" in result.stderr and "Traceback" not in result.stderr


def test_the_gap_is_what_is_asked_beyond_what_one_has(run: Run, tmp_path: Path) -> None:
    advertisement = tmp_path / "ad.txt"
    advertisement.write_text(
        "Data Engineer\n\nRequirements\n- Python and SQL\n- Apache Spark\n\nNice to have\n- Terraform\n", "utf-8"
    )
    gap = json.loads(run("ad", str(advertisement), "--have", "python, SQL, react", "--json").stdout)["gap"]
    assert gap == {"have": ["python", "sql"], "missing": ["apache-spark"], "missing_preferred": ["terraform"]}
    shown = run("ad", str(advertisement), "--have", "python").stdout
    assert "you have 1: Python" in shown and "to learn, asked for: SQL, Apache Spark" in shown
    assert "to learn, would be liked: Terraform" in shown


def test_what_one_has_must_be_known(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text("Python developer", "utf-8")
    result = run("ad", str(tmp_path / "ad.txt"), "--have", "pythn")
    assert result.exit_code == 2 and "did you mean Python" in result.stderr
