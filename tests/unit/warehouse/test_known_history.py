"""The bundled history says what everybody knows: directions of shares, straight from its files."""

import duckdb
import pytest

from warehouse.starter import FOLDER

Shares = dict[int, float]
SKILLS = (
    "jquery", "rails", "react", "python", "tensorflow", "pytorch", "kubernetes", "large-language-models",
    "retrieval-augmented-generation",
)  # fmt: skip
# A code holds skill, zone and, as its last bit, whether the mention counts.
YEARLY = """
with posts as (
    select post, year(posted_on) as year, skills
    from read_parquet($posts)
    where role_family in ('ml', 'software')
),
sizes as (
    select year, count(*) as posts
    from posts
    group by year
),
asked as (
    select distinct p.post, p.year, c.code::integer // 12 as skill_index
    from posts as p, unnest(p.skills) as c(code)
    where c.code % 2 = 1
)
select k.skill_id, s.year, count(a.post) / any_value(s.posts)
from read_parquet($skills) as k
cross join sizes as s
left join asked as a on a.skill_index = k.skill_index and a.year = s.year
where k.skill_id in $wanted
group by k.skill_id, s.year
"""


@pytest.fixture(scope="module")
def history() -> dict[str, Shares]:
    files = {"posts": str(FOLDER / "posts.parquet"), "skills": str(FOLDER / "skills.parquet"), "wanted": list(SKILLS)}
    with duckdb.connect() as con:
        rows = con.execute(YEARLY, files).fetchall()
    yearly: dict[str, Shares] = {skill: {} for skill in SKILLS}
    for skill, year, share in rows:
        yearly[skill][year] = share
    return yearly


def test_jquery_and_rails_fall(history: dict[str, Shares]) -> None:
    for skill, left in (("jquery", 0.4), ("rails", 0.75)):
        share = history[skill]
        assert share[2018] < left * share[2013]
        assert share[2024] < left * share[2018]


def test_react_rises_then_levels(history: dict[str, Shares]) -> None:
    share = history["react"]
    assert 2 * share[2014] < share[2015] < share[2016] < share[2017] < share[2018]
    later = [share[year] for year in range(2019, 2026)]
    assert max(later) < 1.6 * min(later)


def test_python_rises_then_levels(history: dict[str, Shares]) -> None:
    share = history["python"]
    assert share[2011] < min(share[2012], share[2013])
    later = [share[year] for year in range(2013, 2026)]
    assert max(later) < 1.4 * min(later)


def test_tensorflow_rises_and_pytorch_passes_it(history: dict[str, Shares]) -> None:
    tensorflow, pytorch = history["tensorflow"], history["pytorch"]
    assert 2 * tensorflow[2016] < tensorflow[2018]
    assert pytorch[2018] < tensorflow[2018]
    assert pytorch[2019] < pytorch[2021] < pytorch[2025]
    assert all(pytorch[year] > tensorflow[year] for year in range(2022, 2026))


def test_kubernetes_rises_from_nothing(history: dict[str, Shares]) -> None:
    share = history["kubernetes"]
    assert share[2014] < 0.001
    assert 2 * share[2015] < share[2016] < share[2017] < share[2018] < share[2019]


def test_language_models_and_retrieval_come_after_2022(history: dict[str, Shares]) -> None:
    models, retrieval = history["large-language-models"], history["retrieval-augmented-generation"]
    assert models[2022] < 0.005
    assert 5 * models[2022] < models[2023] < models[2024] < models[2025]
    assert retrieval[2022] < 0.001 < retrieval[2024] < retrieval[2025]
