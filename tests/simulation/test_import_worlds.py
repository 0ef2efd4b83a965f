"""A file of advertisements with planted truth, through import, reading, openings, measures and publication.

One world with a fixed seed; more come from benchmarks/simulate.py.
"""

from dataclasses import replace

import pytest

from tests.simulation.importing import ADVERTISED, Verdict, judge


@pytest.fixture(scope="module")
def advertised() -> Verdict:
    return judge(replace(ADVERTISED, weeks=30, skills=90), 3)["tech"]


def test_of_the_labels_of_an_imported_file_at_most_one_in_eight_is_false(advertised: Verdict) -> None:
    assert advertised.labelled > 0
    assert advertised.false_part <= 0.12, advertised.false


def test_most_of_what_was_planted_in_an_imported_file_is_found(advertised: Verdict) -> None:
    assert advertised.power >= 0.55, advertised.missed


def test_roles_that_drift_are_no_trend_of_a_skill(advertised: Verdict) -> None:
    assert not [skill for skill, _ in advertised.false if skill.startswith("role-")]
