"""docs/bad-input.md promises nothing that is not tried, and every row of the list is tried."""

import re
from pathlib import Path

from bad_run import expectations

TESTS = "\n".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_bad_*.py")))


def test_every_message_of_the_page_is_compared_with_a_real_one() -> None:
    # `told` takes the key of a row: from a literal, or from a table whose keys are the parameters of a test.
    built = {"19 self-signed", "19 expired", "19 other-host", "stopped endless", "stopped greedy", "stopped crashing"}
    untried = [key for key in expectations() if f'"{key}"' not in TESTS and key not in built]
    assert untried == []


def test_every_kind_of_bad_input_has_a_test_of_its_number() -> None:
    tried = {int(number) for number in re.findall(r'"(\d{1,2})[" ]', TESTS)}
    for first, last in re.findall(r"def test_rows?_(\d+)(?:_(?:to|and)?_?(\d+))?", TESTS):
        tried |= {int(first), int(last or first)}
    assert tried >= {*range(1, 39), 42}
