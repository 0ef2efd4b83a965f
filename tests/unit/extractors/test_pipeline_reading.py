"""Reading whole texts: spans, kinds, several processes, and texts that mean harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.skills.pipeline import MAX_CHARACTERS, Extractor, document_text
from extractors.skills.taxonomy import Skill, Taxonomy


def _skill(skill_id: str, kind: str, *aliases: str, **more: object) -> Skill:
    return Skill(id=skill_id, name=skill_id, kind=kind, aliases=aliases, **more)  # type: ignore[arg-type]


SKILLS = [
    _skill("python", "language", "Python"),
    _skill("cpp", "language", "C++"),
    _skill("csharp", "language", "C#"),
    _skill("dotnet", "library", ".NET"),
    _skill("nodejs", "tool", "Node.js"),
    _skill("ci-cd", "concept", "CI/CD"),
    _skill("tsql", "language", "T-SQL"),
    _skill("sql", "language", "SQL"),
    _skill("go", "language", cased=("Go",), safe=("Golang",), ambiguous="tech-name"),
    _skill("machine-learning", "concept", "machine learning"),
    _skill("llm", "concept", "LLM"),
    _skill("industry-finance", "industry", "fintech"),
    _skill("role-ml-engineer", "role", role="ml_engineer"),
    _skill("role-senior-ml-engineer", "role", role="ml_engineer", seniority="senior"),
    _skill("role-internship", "role", role="ml", seniority="intern"),
    _skill("degree-bachelor", "degree", level="bachelor"),
    _skill("degree-phd-ai", "degree", level="phd", field="artificial_intelligence"),
    _skill("field-computer-science", "degree", field="computer_science"),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(Taxonomy(skills={skill.id: skill for skill in SKILLS}, version="t"))


def _ids(extractor: Extractor, text: str, kind: str = "posting") -> list[str]:
    return [mention.skill_id for mention in extractor.read(text, kind=kind).mentions]


def test_spans_index_title_and_text_joined(extractor: Extractor) -> None:
    text, title = "We use C++ and Go.", "Senior Python Engineer"
    reading = extractor.read(text, title=title)
    full = document_text(title, text)
    found = [(m.skill_id, full[m.start : m.end]) for m in reading.mentions]
    assert found == [("python", "Python"), ("cpp", "C++"), ("go", "Go")]


def test_a_title_that_the_text_repeats_is_not_put_on_top_twice() -> None:
    assert document_text("Engineer", "Engineer\nWe build.") == "Engineer\nWe build."
    assert document_text(None, "text") == "text"
    assert document_text("Engineer", "text") == "Engineer\n\ntext"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Required: C++, C# and .NET.", ["cpp", "csharp", "dotnet"]),
        ("Required: Node.js/Python|C++17", ["nodejs", "python", "cpp"]),
        ("Stack: Python+SQL+T-SQL", ["python", "sql", "tsql"]),
        ("Experience with CI/CD, machine-learning and LLMs", ["ci-cd", "machine-learning", "llm"]),
        ("Stack: “Python”, (C++); *SQL*", ["python", "cpp", "sql"]),
        ("Python: https://example.com/python/sql and dev@sql.io", ["python"]),
        ("Pythonic CSS and MySQLite", []),
    ],
)
def test_names_are_found_whole_and_only_as_words(extractor: Extractor, text: str, expected: list[str]) -> None:
    assert _ids(extractor, text) == expected


def test_papers_and_posts_have_one_zone_and_every_mention_counts(extractor: Extractor) -> None:
    for kind in ("paper", "post"):
        reading = extractor.read("We study machine learning with Python.", kind=kind)
        assert {(m.zone, m.counts) for m in reading.mentions} == {("text", True)}
        assert reading.role == "other"


def test_role_degree_and_industry_items_are_mentions_too(extractor: Extractor) -> None:
    text = (
        "Acme | Senior Machine Learning Engineer | Remote\nWe are a fintech company.\n"
        "Requirements:\n- Bachelor's degree in Computer Science\n- A PhD in Artificial Intelligence is a plus\n"
    )
    reading = extractor.read(text)
    zones = {m.skill_id: (m.zone, m.counts, m.surface) for m in reading.mentions}
    assert zones["role-ml-engineer"] == ("duty", True, "Machine Learning Engineer")
    assert zones["role-senior-ml-engineer"][1]
    assert "role-internship" not in zones
    assert zones["industry-finance"][:2] == ("company", True)
    assert zones["degree-bachelor"][0] == "required"
    assert zones["field-computer-science"][2] == "Computer Science"
    assert zones["degree-phd-ai"][0] == "preferred"


def test_several_processes_read_the_same_as_one_and_keep_the_order(extractor: Extractor) -> None:
    items = [(str(n), f"Requirements: Python and C++ number {n}", None, "posting") for n in range(600)]
    assert list(extractor.read_many(items, processes=2)) == list(extractor.read_many(items, processes=1))


def test_the_version_names_rules_and_taxonomy(extractor: Extractor) -> None:
    assert extractor.version.endswith("-t")


@pytest.mark.parametrize(
    "text",
    [
        "Python " * 150_000,
        "(" * 20_000 + " Python",
        "x" * 1_000_000,
        "Python\0C++\0",
        "Python \ud800 C++",
        "\u200bPython\u202e C++ \U0001f600" * 500,
        "Рython Ϲ++ Pуthon",
        "İİİ Python ǅ C++",
        "$" * 30_000 + "1" * 30_000,
        "-" * 50_000 + "\n" + ":" * 50_000,
        " " * 90_000 + "degree",
        "a." * 40_000,
        "master of " * 9_000,
        "looking for " * 8_000,
    ],
    ids=lambda text: text[:8].encode("ascii", "replace").decode(),
)
def test_hostile_texts_end_with_spans_inside_the_text(extractor: Extractor, text: str) -> None:
    reading = extractor.read(text)
    assert all(text[m.start : m.end] == m.surface for m in reading.mentions)
    assert all(m.end <= MAX_CHARACTERS for m in reading.mentions)


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Python", "C++", "Go", "LLM", "\n- ", ": ", " | ", "$100k-120k", "PhD in AI", "("]),
            st.text(max_size=12),
        ),
        max_size=40,
    )
)
def test_every_span_holds_its_surface(extractor: Extractor, parts: list[str]) -> None:
    text = "".join(parts)
    for kind in ("posting", "paper"):
        for mention in extractor.read(text, kind=kind).mentions:
            assert text[mention.start : mention.end] == mention.surface != ""


def test_a_full_vocabulary_is_rebuilt(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.skills.pipeline.MAX_STRINGS", 10)
    assert _ids(extractor, "Required: Python") == ["python"]


def test_a_term_broken_over_two_lines_of_an_abstract_is_one_term(extractor: Extractor) -> None:
    mention = extractor.read("We study machine\nlearning.", title="On learning", kind="paper").mentions[0]
    assert (mention.skill_id, mention.surface) == ("machine-learning", "machine\nlearning")


def test_a_text_in_another_language_gives_names_of_technologies_only(extractor: Extractor) -> None:
    text = "Wir suchen dich für unser Team und die Arbeit mit Python, SQL und machine learning bei uns in der Stadt."
    assert set(_ids(extractor, text)) == {"python", "sql"}


def test_years_and_visa_of_an_advertisement_are_read(extractor: Extractor) -> None:
    reading = extractor.read("We need 3-5 years of experience with Python. We cannot sponsor visas.", title="Engineer")
    assert (reading.years_min, reading.years_max, reading.visa) == (3, 5, False)


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_hyphens_that_keep_words_together_are_read_as_hyphens(extractor: Extractor, hyphen: str) -> None:
    text = f"You write T{hyphen}SQL and Python."
    assert [(m.skill_id, m.surface, text[m.start : m.end]) for m in extractor.read(text).mentions] == [
        ("tsql", f"T{hyphen}SQL", f"T{hyphen}SQL"), ("python", "Python", "Python"),
    ]  # fmt: skip
