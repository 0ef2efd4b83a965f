"""Letters that must stand in a text for a pattern to match: a cheap look before an expensive search.

Belongs here: reading them off the pattern itself, so that they can never disagree with it, and looking for those of
many patterns at once. Does not belong here: any pattern.
"""

from collections.abc import Iterable, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick

# Sets of strings: of each set at least one string stands in whatever matches. The most telling set comes first.
Required = list[frozenset[str]]


class Letters:
    """Which of some patterns can match in some words at all.

    For patterns without flags that ignore case.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        required = [_of_sequence(parser.parse(pattern)) for pattern in patterns]
        bits: dict[frozenset[str], int] = {}
        for options in required:
            for option in options:
                bits.setdefault(option, 1 << len(bits))
        values: dict[str, int] = {}
        for option, bit in bits.items():
            for letters in option:
                values[letters] = values.get(letters, 0) | bit
        self._automaton = ahocorasick.Automaton()
        for letters, value in values.items():
            self._automaton.add_word(letters, value)
        self._automaton.make_automaton()
        self._needed = [sum(bits[option] for option in options) for options in required]

    def possible(self, words: str) -> list[int]:
        """The indices of the patterns that may match somewhere in these words."""
        found = 0
        for _, value in self._automaton.iter(words):
            found |= value
        return [index for index, needed in enumerate(self._needed) if found & needed == needed]


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Required:
    """What its parts require, those first whose shortest string is longest."""
    options: Required = []
    run = ""
    for operator, argument in items:
        if operator is code.LITERAL:
            run += chr(argument)
            continue
        if run:
            options.append(frozenset([run]))
            run = ""
        options += _of_item(operator, argument)
    if run:
        options.append(frozenset([run]))
    return sorted(dict.fromkeys(options), key=lambda option: (-min(map(len, option)), len(option), sorted(option)))


def _of_item(operator: object, argument: Any) -> Required:
    if operator is code.SUBPATTERN:
        return _of_sequence(argument[3])
    if operator in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return _of_sequence(argument[2]) if argument[0] > 0 else []
    if operator is code.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        if all(branches):
            # One of the best of each, and one of the second best of each where there is one.
            return [frozenset().union(*(branch[0] for branch in branches)),
                    frozenset().union(*(branch[min(1, len(branch) - 1)] for branch in branches))]  # fmt: skip
    return []
