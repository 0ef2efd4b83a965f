"""What a mention is worth in advertisements of several shapes. Every text here was written for these tests."""

import pytest

from extractors.skills.layout import heading_section
from extractors.skills.pipeline import Extractor
from extractors.skills.taxonomy import Skill, Taxonomy

KINDS = {
    "Python": "language", "Java": "language", "Kafka": "tool", "AWS": "platform", "React": "library",
    "GitHub": "tool", "Docker": "tool", "Acme": "tool", "machine learning": "concept", "LLM": "concept",
    "full-stack": "concept", "observability": "concept",
}  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    skills = {
        name: Skill(id=name, name=name, kind=kind, aliases=(name,))  # type: ignore[arg-type]
        for name, kind in KINDS.items()
    }
    return Extractor(Taxonomy(skills=skills, version="t"))


def _zones(extractor: Extractor, text: str) -> dict[str, str]:
    return {mention.skill_id: mention.zone for mention in extractor.read(text).mentions}


STRUCTURED = """Data Engineer

About us
Acme is the leading machine learning platform. Our customers love LLM products.

What you'll do
- Build pipelines on Kafka
- Operate AWS

Requirements
- Five years of Python
- Docker, or a similar tool

Nice to have
- React

Benefits
- A budget for observability conferences
"""


def test_headings_decide_in_a_structured_advertisement(extractor: Extractor) -> None:
    assert _zones(extractor, STRUCTURED) == {
        "machine learning": "company", "LLM": "company", "Kafka": "duty", "AWS": "duty", "Python": "required",
        "Docker": "required", "React": "preferred", "observability": "company",
    }  # fmt: skip


SENTENCES = [
    ("We're looking for engineers with Python.", "Python", "required"),
    ("You have experience with Python. Kafka is a plus.", "Kafka", "preferred"),
    ("You have experience with Python (Kafka is a plus).", "Python", "required"),
    ("Requirements: Python; Docker is a plus", "Python", "required"),
    ("Bonus points for Kafka.", "Kafka", "preferred"),
    ("You know Python, and ideally Kafka.", "Kafka", "preferred"),
    ("Tools: Python, Kafka (optional), AWS", "Kafka", "preferred"),
    ("Experience with Kafka is preferred, yet not required.", "Kafka", "preferred"),
    ("It will help if you have experience with Kafka.", "Kafka", "preferred"),
    ("Experience with brokers (AWS, Kafka) is a plus.", "Kafka", "preferred"),
    ("Docker (or Kafka) knowledge would be useful.", "Docker", "preferred"),
    ("You know Docker, but Kafka is a plus.", "Docker", "required"),
    ("Knowledge of Docker is a must, Kafka is desired.", "Docker", "required"),
    ("We're particularly interested in engineers with strong React.", "React", "required"),
    ("We sell code that you send us your AWS spec for.", "AWS", "company"),
    ("Some Kafka is ideal, but not required.", "Kafka", "preferred"),
    ("We run a Python service, so some Kafka knowledge would be good.", "Python", "required"),
    ("Beneficial experience includes Kafka.", "Kafka", "preferred"),
    ("You write Java. Exposure to Kafka helps.", "Kafka", "required"),
    ("Docker skills earn extra credit.", "Docker", "preferred"),
    ("If machine learning excites you, write code with us.", "machine learning", "required"),
    ("You have built for the web. That includes machine learning.", "machine learning", "required"),
    ("We're hiring a developer. You don't need to have any experience developing LLM agents.", "LLM", "company"),
    ("The best project on GitHub; https://acme.test/acme/acme/acme", "GitHub", "company"),
    ("We're looking for a developer to build LLM agents.", "LLM", "duty"),
    ("We're looking for a developer to build agents in Java.", "Java", "required"),
    ("We're hiring a developer to help us; you have used machine learning.", "machine learning", "required"),
    ("You write Java, and some Kafka knowledge would be good.", "Kafka", "preferred"),
    ("If you know brokers (AWS, Kafka) that's a bonus.", "Kafka", "preferred"),
    ("Engineers with Java (especially if you have run Kafka).", "Kafka", "preferred"),
    ("Experience with Docker is highly valued.", "Docker", "preferred"),
    ("No prior experience with Java or Kafka required.", "Kafka", "company"),
    ("We're building with Python, Kafka and AWS.", "Kafka", "required"),
    ("We're Python on AWS, for now.", "AWS", "required"),
    ("We build the leading Predictable Hiring Company with machine learning.", "machine learning", "company"),
    ("If you use Python and love Kafka, you fit in well.", "Kafka", "required"),
    ("Stack: Python, Kafka, AWS", "AWS", "required"),
    ("Our backend is in Python on AWS.", "AWS", "required"),
    ("We are primarily a Python shop.", "Python", "required"),
    ("We're written fully in Python (though it's not a requirement).", "Python", "preferred"),
    ("Our roles are a blend of machine learning and maps.", "machine learning", "duty"),
    ("We are experimenting with Kafka.", "Kafka", "required"),
    ("Knowledge of Python is a plus, along with experience in Kafka.", "Kafka", "preferred"),
    ("Experience with Kafka clusters (not required, but valued).", "Kafka", "preferred"),
    ("The role: You write maps. Our stack is mostly Python.", "Python", "required"),
    ("We'd love to hear from you if you know Kafka.", "Kafka", "required"),
    ("We are a dev shop for LLM products.", "LLM", "company"),
    ("We're hiring. You work across the stack (Python, React).", "Python", "required"),
    ("As people who like Kafka, we give back.", "Kafka", "company"),
    ("We're hiring. You work across the stack, from LLM to maps.", "LLM", "duty"),
    ("We have a React-based frontend for plumbers.", "React", "required"),
    ("Widgets is built with Python on the backend.", "Python", "required"),
    ("Widgets is built with Python.", "Python", "company"),
    ("Built on machine learning, Widgets sells to banks.", "machine learning", "company"),
    ("With our machine learning platform, we help banks.", "machine learning", "company"),
    ("We're hiring. You'll keep our codebase ready for machine learning.", "machine learning", "duty"),
    ("We're hiring. You'll keep our Python codebase small.", "Python", "required"),
    ("We use machine learning to price homes.", "machine learning", "company"),
    ("We are an LLM company that sells to banks.", "LLM", "company"),
    ("We're looking for an engineer. You will build LLM agents.", "LLM", "duty"),
    ("We're hiring a developer. No Java required.", "Java", "company"),
    ("We're hiring a developer. You won't need Java.", "Java", "company"),
    ("We're hiring a developer. AWS or Python experience with either.", "Python", "required"),
    ("Equal opportunity: we hire regardless of race, religion or LLM use.", "LLM", "legal"),
]


@pytest.mark.parametrize(("sentence", "skill", "zone"), SENTENCES, ids=lambda value: value[:30])
def test_sentences_decide_in_a_short_advertisement(extractor: Extractor, sentence: str, skill: str, zone: str) -> None:
    text = f"Widgets Inc | Engineer | Remote | Full-time\n{sentence}\nPlease write to us soon."
    assert _zones(extractor, text)[skill] == zone


def test_what_some_roles_ask_for_is_not_asked_for_by_this_one(extractor: Extractor) -> None:
    note = "A note on AI\nYou don't need deep LLM expertise for every role. For some roles, Kafka is a requirement."
    assert _zones(extractor, f"Engineer\n\nRequirements\n- Python\n\n{note}") == {
        "Python": "required", "LLM": "company", "Kafka": "company",
    }  # fmt: skip


NO_SKILL = [
    ("To apply, send us your GitHub.", "GitHub"),
    ("Used by customers such as Kafka and Acme.", "Kafka"),
    ("Acme builds tools for plumbers. Acme is a platform.", "Acme"),
    ("Backed by the founders of Next.js, Kafka, and others.", "Kafka"),
    ("A billing tool used by companies such as Lagoon.ai, Kafka, Reef.ai.", "Kafka"),
    ("We raised $9M from Reef, Lagoon and Kafka.", "Kafka"),
    ("Read on at acme.in/careers/machine-learning today.", "machine learning"),
    ("We're hiring a full-stack engineer.", "full-stack"),
]


@pytest.mark.parametrize(("sentence", "skill"), NO_SKILL, ids=lambda value: value[:30])
def test_ways_to_apply_customers_the_employer_and_job_titles_are_no_skills(
    extractor: Extractor, sentence: str, skill: str
) -> None:
    text = f"Acme | Engineer | Remote | Full-time\n{sentence}\n"
    assert skill not in _zones(extractor, text)


def test_an_employer_that_stands_second_in_the_title_is_no_skill(extractor: Extractor) -> None:
    title = "Engineer | Acme | Remote | Full-time"
    assert _zones(extractor, f"{title}\nAcme provides maps.") == {}
    assert _zones(extractor, f"{title}\nWe sell maps.") == {"Acme": "required"}


def test_skills_of_the_title_are_required(extractor: Extractor) -> None:
    assert _zones(extractor, "Widgets | Senior Python Engineer | Berlin\nWe sell widgets.") == {"Python": "required"}


def test_a_milder_section_is_preferred_beside_one_that_requires(extractor: Extractor) -> None:
    text = "Engineer\n\nWhat we're looking for\n- Kafka\n\nWhat we require\n- Python\n"
    assert _zones(extractor, text) == {"Kafka": "preferred", "Python": "required"}
    assert _zones(extractor, text.replace("What we require", "Perks")) == {"Kafka": "required", "Python": "company"}


def test_only_required_preferred_and_duty_count(extractor: Extractor) -> None:
    counts = {m.skill_id: m.counts for m in extractor.read(STRUCTURED).mentions}
    assert [skill for skill, counted in counts.items() if not counted] == ["machine learning", "LLM", "observability"]


def test_people_who_seek_work_name_what_they_can(extractor: Extractor) -> None:
    assert _zones(extractor, "SEEKING WORK | Remote\nI have built things on AWS.") == {"AWS": "required"}


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Requirements:", "required"),
        ("**What you'll bring**", "required"),
        ("Who You Are", "required"),
        ("Nice-to-haves", "preferred"),
        ("Bonus points if you have:", "preferred"),
        ("Recommended Qualifications", "preferred"),
        ("Not a must, but great:", "preferred"),
        ("Additional experience", "preferred"),
        ("Technology:", "required"),
        ("The candidate will have experience with:", "required"),
        ("What the candidate will do", "duty"),
        ("Ideally, candidates will have experience with some of the following:", "preferred"),
        ("You might be a fit if you:", "required"),
        ("We'd love to hear from you if you've done some of these:", "required"),
        ("It's great if you:", "preferred"),
        ("Things we need help with:", "duty"),
        ("Your first 90 days", "duty"),
        ("Why we may be a great fit:", "company"),
        ("How we work", "company"),
        ("Not for you if", "company"),
        ("Things my team works on:", "duty"),
        ("Strong candidates may also have experience with", "preferred"),
        ("What you’ll do", "duty"),
        ("Key Responsibilities", "duty"),
        ("About the role", "duty"),
        ("About Acme", "company"),
        ("Perks & benefits", "company"),
        ("Equal Opportunity Employer", "legal"),
        ("How to apply", "apply"),
        ("Experience with Python and Kafka", None),
        ("Berlin, Germany", None),
    ],
)
def test_headings_name_sections(heading: str, section: str | None) -> None:
    assert heading_section(heading) == section


def test_a_task_of_a_list_stays_a_duty_whatever_it_asks_for(extractor: Extractor) -> None:
    text = """Platform Engineer

Responsibilities
- Define Kafka topics leveraging deep expertise in Python
- Experience with Docker

Requirements
- AWS
"""
    assert _zones(extractor, text) == {"Kafka": "duty", "Python": "duty", "Docker": "required", "AWS": "required"}


def test_who_gave_money_asks_for_nothing(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | Remote\nWith angels from Docker and GitHub, we're looking for people who know Python."
    assert _zones(extractor, text) == {"Python": "required"}


def test_a_name_that_begins_with_a_technology_is_the_employers(extractor: Extractor) -> None:
    text = "Kafka Robotics | Engineer | Zurich\nWe're Kafka Robotics. You know Python."
    assert _zones(extractor, text) == {"Python": "required"}


def test_what_follows_an_open_role_on_its_line_is_about_the_work(extractor: Extractor) -> None:
    text = "Lagoon | NYC\n\nQuality Engineer – Build our observability in React.\n\nWe are a machine learning company."
    assert _zones(extractor, text) == {"observability": "duty", "React": "required", "machine learning": "company"}


def test_what_is_preferred_ends_with_its_bracket(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | NYC\nWe are looking for engineers (ideally with a degree) who know Python."
    assert _zones(extractor, text) == {"Python": "required"}


def test_best_practices_of_hiring_hire_nobody(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | NYC\nLagoon is a platform with machine learning and hiring best-practices."
    assert _zones(extractor, text) == {"machine learning": "company"}


def test_a_role_listed_under_benefits_asks_for_its_technologies(extractor: Extractor) -> None:
    text = "Lagoon | Remote\n\nGreat benefits!\n\n* Senior Engineer (Kafka, Docker)\n* Great food, and Python meetups"
    assert _zones(extractor, text) == {"Kafka": "required", "Docker": "required", "Python": "company"}


def test_no_need_to_be_an_expert_asks_for_nothing(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | NYC\nWe're hiring. No need to be a Kafka expert, you use Python."
    assert _zones(extractor, text) == {"Kafka": "company", "Python": "required"}


def test_what_a_product_is_likened_to_is_not_asked_for_and_a_bare_stack_is(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | NYC\nWe are hiring. It is new (think GitHub for boats). Stack is React and AWS."
    assert _zones(extractor, text) == {"React": "required", "AWS": "required"}


def test_a_remark_in_brackets_makes_no_sentence_of_a_heading(extractor: Extractor) -> None:
    text = """Engineer

Requirements
- Python

Strong candidates may also have experience with (nice-to-have qualifications)
- Kafka
"""
    assert _zones(extractor, text) == {"Python": "required", "Kafka": "preferred"}


def test_those_who_must_be_willing_to_relocate_seek_no_work(extractor: Extractor) -> None:
    text = (
        "Lagoon | Engineer | NYC\nWe build machine learning for boats.\n\nYou:\n- Willing to relocate to Rome\n- Python"
    )
    assert _zones(extractor, text) == {"machine learning": "company", "Python": "required"}
    seeker = "Willing to relocate: No\nI did machine learning in Rome."
    assert _zones(extractor, seeker) == {"machine learning": "required"}


def test_a_line_of_its_own_opens_a_list_of_roles(extractor: Extractor) -> None:
    text = "Lagoon | NYC\n\nWe are a full-stack company.\n\nRoles\n- Senior Engineer: $1\nOwn observability and AWS.\n"
    assert _zones(extractor, text) == {"full-stack": "company", "observability": "duty", "AWS": "duty"}


def test_a_label_role_begins_to_hire(extractor: Extractor) -> None:
    text = "Lagoon | NYC\nLagoon sells maps with machine learning.\nRole: somebody to keep AWS running for our team."
    assert _zones(extractor, text) == {"machine learning": "company", "AWS": "required"}


def test_what_a_company_needs_to_do_hires_nobody(extractor: Extractor) -> None:
    text = "Lagoon | Engineer | NYC\nWe need to move as we build machine learning.\nWe need people who know Python."
    assert _zones(extractor, text) == {"machine learning": "company", "Python": "required"}


def test_a_task_with_a_title_of_its_own_is_a_task(extractor: Extractor) -> None:
    text = "Engineer\n\nWhat you'll do\n- Advance Our Tech: experiment with LLM agents\n\nBenefits\n- Tea\n"
    assert _zones(extractor, text) == {"LLM": "duty"}
