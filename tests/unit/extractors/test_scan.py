"""The scan remembers words and phrases, and still finds what spaCy finds in the whole text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.skills import scan
from extractors.skills.cues import CueFinder
from extractors.skills.matcher import Candidate, SkillMatcher
from extractors.skills.scan import Scanner
from extractors.skills.taxonomy import load_taxonomy
from extractors.skills.tokenizer import build_language, tame

NLP = build_language()
TAXONOMY = load_taxonomy()
MATCHER, CUES = SkillMatcher(NLP, TAXONOMY), CueFinder(NLP)
FORMS = [form for skill in TAXONOMY.skills.values() for form in skill.forms]
PARTS = st.one_of(
    st.sampled_from(FORMS),
    st.sampled_from(FORMS).map(str.upper),
    st.sampled_from(FORMS).map(lambda form: form.replace(" ", "-")),
    st.sampled_from(FORMS).map(lambda form: form.split(" ")[0]),
    st.sampled_from(
        [*" \n\t-/|,.;:()+&'’\"", "  ", " - ", "...", "'s", "full ", "stack", "looking for", "is a plus", "the "]
    ),
    st.sampled_from(["https://x.io/python", "a@b.io", "\ud800", "İ", "\u200b", "x" * 130]),
    st.text(max_size=5),
)


def scanned(text: str) -> tuple[object, object]:
    """Candidates and cues of a text at its offsets."""
    candidates, cues = [], []
    for start, _, line in SCANNER.scan(text).lines:
        forms, said, _ = SCANNER.find(line.row)
        assert tuple(said) == line.cues
        candidates += [Candidate(form, start + first, start + after) for form, first, after in forms]
        cues += [(start + first, start + after, cue) for first, after, cue in line.cues]
    return sorted(candidates, key=lambda c: (c.start - c.end, c.start, c.form.rule is not None)), cues


def in_whole(text: str) -> tuple[object, object]:
    doc = NLP.tokenizer(tame(text))
    return MATCHER.find(doc), CUES.find(doc)


@settings(max_examples=300)
@given(parts=st.lists(PARTS, max_size=24), joint=st.sampled_from(["", " "]))
def test_the_scan_finds_what_the_matchers_find_in_the_whole_text(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    assert scanned(text) == in_whole(text)


SCANNER = Scanner(NLP, MATCHER, CUES)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_CHARACTERS", 20)
    monkeypatch.setattr(scan, "MAX_PIECES", 2)
    for text in ("Python and machine learning, not C++.", "We are looking for SQL.", "Full stack - Go and Rust"):
        assert scanned(text) == in_whole(text)
