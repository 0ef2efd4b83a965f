"""Roles and levels from titles and from sentences that hire. Every text here was written for these tests."""

import pytest

from extractors.skills.roles import find_role, title_end

TITLES = [
    ("Senior Machine Learning Engineer", "ml_engineer", "senior"),
    ("Junior ML Engineer", "ml_engineer", "junior"),
    ("NLP Engineer", "ml_engineer", "unspecified"),
    ("Lead Data Scientist", "data_scientist", "lead"),
    ("Data Science Intern", "data_scientist", "intern"),
    ("Staff Data Engineer", "data_engineer", "lead"),
    ("Analytics Engineer", "data_engineer", "unspecified"),
    ("Business Intelligence Analyst", "data_analyst", "unspecified"),
    ("MLOps Engineer", "mlops_engineer", "unspecified"),
    ("ML Platform Engineer", "mlops_engineer", "unspecified"),
    ("Research Scientist, Language Models", "research_scientist", "unspecified"),
    ("Generative AI Engineer", "ai_engineer", "unspecified"),
    ("AI Architect", "ai_architect", "unspecified"),
    ("Computer Vision Engineer", "deep_learning_engineer", "unspecified"),
    ("Principal Backend Engineer", "software_engineer", "lead"),
    ("Sr. Full-Stack Developer (Python)", "software_engineer", "senior"),
    ("Senior/Staff Software Engineer", "software_engineer", "senior"),
    ("Site Reliability Engineer II", "devops_sre", "mid"),
    ("DevOps Engineer", "devops_sre", "unspecified"),
    ("Senior Product Manager", "product_manager", "senior"),
    ("Product Designer", "designer", "unspecified"),
    ("Account Executive, Data Platform", "other", "unspecified"),
    ("Electrical Engineer", "other", "unspecified"),
    ("Growth Hacker", "other", "unspecified"),
    ("Training & Quality Specialist (Prompt Engineering)", "other", "unspecified"),
    ("Injection Molding Technician, Night Shift", "other", "unspecified"),
    ("Thermal Engineer (Rockets)", "other", "unspecified"),
    ("Electrical Engineering Lead", "other", "lead"),
    ("Network Software Engineer", "software_engineer", "unspecified"),
    ("Controls Software Engineer", "software_engineer", "unspecified"),
    ("Linux Specialist", "software_engineer", "unspecified"),
    ("Product Specialist", "other", "unspecified"),
    ("BI Engineer", "data_analyst", "unspecified"),
    ("Acme | Junior Animator/Editor | Remote", "other", "junior"),
    ("Acme | Data Analyst | Remote", "data_analyst", "unspecified"),
    ("Solutions Architect", "other", "unspecified"),
    ("Senior Director, Product Design", "designer", "lead"),
    ("Head of Product Design", "designer", "lead"),
    ("UX Design Manager", "designer", "lead"),
    ("Customer Service Lead", "other", "lead"),
    ("Head of Supercomputing", "other", "lead"),
    ("Marketplace Compliance Analyst", "other", "unspecified"),
    ("Senior Animation Artist", "other", "senior"),
    ("Product Designer II", "designer", "mid"),
    ("Praktikant Marketing (m/w/d)", "other", "intern"),
    ("AI Integration & Automation Engineer", "ai_engineer", "unspecified"),
    ("Softwareentwicklerin Java", "software_engineer", "unspecified"),
    ("Développeur Python", "software_engineer", "unspecified"),
    ("Ingénieure données", "data_engineer", "unspecified"),
    ("Datenanalyst", "data_analyst", "unspecified"),
    ("Technical Recruiter (ML)", "other", "unspecified"),
    ("Graduate Software Engineer", "software_engineer", "junior"),
    ("Head of Engineering", "software_engineer", "lead"),
]


@pytest.mark.parametrize(("title", "role", "seniority"), TITLES, ids=lambda value: value[:32])
def test_titles_name_role_and_level(title: str, role: str, seniority: str) -> None:
    text = f"{title}\nWe make maps.\n".lower()
    found = find_role(text, title_end(text, None))
    assert (found.role, found.seniority) == (role, seniority)


@pytest.mark.parametrize(
    ("body", "role", "seniority"),
    [
        ("We are looking for a senior data engineer to join us.", "data_engineer", "senior"),
        ("We're hiring a machine learning engineer.", "ml_engineer", "unspecified"),
        ("Seeking a designer with taste.", "designer", "unspecified"),
        ("We need help with maps. You have 9+ years of experience as a web developer.", "software_engineer", "senior"),
        ("Looking for a web developer with 5-10 years of experience.", "software_engineer", "unspecified"),
        (
            "We are serial entrepreneurs, all with 10+ years in maps. Hiring a web developer.",
            "software_engineer",
            "unspecified",
        ),
        (f"* Senior Software Engineer (Maps): You {'draw maps, ' * 20}.", "software_engineer", "senior"),
        ("We make maps and sell them.", "other", "unspecified"),
        ("We are a team of staff-level engineers. Hiring a web developer.", "software_engineer", "unspecified"),
    ],
)
def test_sentences_name_the_role_where_the_title_does_not(body: str, role: str, seniority: str) -> None:
    text = f"Acme | Berlin | Full-time\n{body}\n".lower()
    found = find_role(text, title_end(text, None))
    assert (found.role, found.seniority) == (role, seniority)


def test_families_follow_from_roles() -> None:
    assert find_role("data analyst\nx", 12).family == "ml"
    assert find_role("web developer\nx", 13).family == "software"
    assert find_role("accountant\nx", 10).family == "other"


def test_a_first_line_of_prose_is_no_title() -> None:
    assert title_end("Acme is a company that makes maps. We hire.\nMore", None) == 0
    assert title_end("Acme | Engineer | Remote\nWe are a company.", None) == 24
    assert title_end("Engineer\n\nWe are", "Engineer") == 8
