"""Ambiguous names in both their senses. Every text here was written for these tests."""

import pytest

from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import Skill, Taxonomy


def _skill(name: str, rule: str | None = None, kind: str = "tool") -> Skill:
    forms = {"cased": (name,)} if rule and rule != "word" else {"aliases": (name,)}
    return Skill(id=name, name=name, kind=kind, ambiguous=rule, **forms)  # type: ignore[arg-type]


TECH_NAMES = (
    "Go", "Spring", "Spark", "React", "Express", "Excel", "Swift", "Oracle", "Flask", "Elastic", "Access", "Word",
    "Chef", "Dash", "Salt", "Helm", "Snowflake", "Teams", "Notion", "Linear", "Segment", "Outreach", "Beam", "Ray",
    "Vault", "Node", "Unity", "Zoom", "Slack", "Lever", "Fabric", "Phoenix", "Julia", "Rails", "Drift",
)  # fmt: skip
SKILLS = [
    *(_skill(name, "tech-name") for name in TECH_NAMES),
    *(_skill(name, "cased", "language") for name in ("Rust", "Ruby", "Scala")),
    *(_skill(name, "letter", "language") for name in ("R", "C")),
    *(_skill(name, "acronym", "concept") for name in ("TS", "NLP")),
    *(_skill(name, "word", "concept") for name in ("regression", "transformers", "vectors", "classification", "CV")),
    *(_skill(name) for name in ("Python", "Kafka", "Apache Spark", "Google Cloud")),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(Taxonomy(skills={skill.id: skill for skill in SKILLS}, version="t"))


MEANT = [
    ("Go", "Backend services in Go and Python."),
    ("Go", "You are a Go developer at heart."),
    ("Go", "We put it back into one Go program with few parts."),
    ("Ray", "Nice to have:\n- Ray\n- Patience"),
    ("Spark", "Spark is a plus."),
    ("Flask", "The system has Flask for backend operations."),
    ("Beam", "Vous travaillerez avec Kafka et Beam."),
    ("Spring", "Experience with Spring and Kafka."),
    ("Spark", "Pipelines on Kafka, Spark and Python."),
    ("React", "Our frontend is React."),
    ("Express", "Stack: Node, Express, Python"),
    ("Excel", "Proficient in Excel."),
    ("Swift", "Expertise in Swift is needed."),
    ("Oracle", "Strong knowledge of Oracle databases."),
    ("Flask", "APIs written in Flask."),
    ("Elastic", "Kafka, Elastic and Python in production."),
    ("Access", "Skilled in Excel, Word and Access; Python too. Proficient in Access."),
    ("Word", "Proficiency in Excel, Word."),
    ("Chef", "Configuration with Python, Chef."),
    ("Dash", "Dashboards in Python/Dash."),
    ("Helm", "We deploy using Helm charts."),
    ("Snowflake", "Experience with Snowflake."),
    ("Ray", "Distributed training using Ray clusters."),
    ("Julia", "Python, Julia"),
    ("Rails", "We are a Rails shop; experience with Rails."),
    ("Rust", "The engine is in Rust."),
    ("Ruby", "We like Ruby."),
    ("R", "Python, R and SQL."),
    ("R", "Experience in R."),
    ("C", "Firmware in C and Python; experience with C"),
    ("CV", "NLP and CV research."),
    ("TS", "Stack: TS, Python"),
    ("regression", "Machine learning: regression and clustering."),
    ("transformers", "Deep learning with transformers."),
    ("vectors", "Linear algebra: vectors."),
    ("classification", "Text classification with neural networks."),
]
NOT_MEANT = [
    ("Go", "You own our Go-to-market work."),
    ("Go", "Ready to Go live in ten countries."),
    ("Spring", "Internship in Spring 2027."),
    ("Spring", "The office is in Silver Spring."),
    ("Spark", "Backed by Spark Capital."),
    ("React", "You React quickly to change."),
    ("Express", "A client such as American Express."),
    ("Express", "You Express ideas well."),
    ("Excel", "You Excel at communication."),
    ("Swift", "We promise Swift action."),
    ("Oracle", "Our founders come from Oracle."),
    ("Flask", "Shake the Flask of media."),
    ("Access", "Access to a gym."),
    ("Word", "Spread the Word about us."),
    ("Chef", "Lunch by a Chef who cooks."),
    ("Helm", "She is at the Helm of the team."),
    ("Teams", "Working with Teams in other countries."),
    ("Notion", "Loved by customers like Notion."),
    ("Linear", "Linear algebra is used daily."),
    ("Segment", "Grow the Segment of small firms."),
    ("Vault", "A Vault of documents."),
    ("Node", "Each Node in the tree."),
    ("Zoom", "An interview over Zoom call."),
    ("Lever", "The biggest Lever for growth."),
    ("Phoenix", "Our office in Phoenix, AZ."),
    ("Ruby", "Dinner at Ruby Tuesday."),
    ("Rust", "Plants of the Rust Belt."),
    ("R", "An R&D budget."),
    ("C", "We raised a Series C round."),
    ("C", "Reports to the C-level."),
    ("CV", "Send your CV to us."),
    ("TS", "An active TS/SCI clearance."),
    ("regression", "You write regression tests in Python."),
    ("transformers", "Design of power transformers."),
    ("vectors", "Close attack vectors."),
    ("classification", "The job classification is exempt."),
]


@pytest.mark.parametrize(("name", "text"), MEANT, ids=lambda value: value[:24])
def test_a_name_is_found_where_the_technology_is_meant(extractor: Extractor, name: str, text: str) -> None:
    assert name in {mention.skill_id for mention in extractor.read(text, kind="post").mentions}


@pytest.mark.parametrize(("name", "text"), NOT_MEANT, ids=lambda value: value[:24])
def test_a_name_is_left_where_something_else_is_meant(extractor: Extractor, name: str, text: str) -> None:
    assert name not in {mention.skill_id for mention in extractor.read(text, kind="post").mentions}


def test_the_longest_name_swallows_its_parts(extractor: Extractor) -> None:
    found = [m.skill_id for m in extractor.read("Experience with Apache Spark", kind="post").mentions]
    assert found == ["Apache Spark"]


def test_an_ambiguous_name_supports_the_next_one_in_a_list(extractor: Extractor) -> None:
    found = [m.skill_id for m in extractor.read("Any of Python, Go, Swift, Julia", kind="post").mentions]
    assert found == ["Python", "Go", "Swift", "Julia"]
