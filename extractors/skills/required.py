"""Letters of which some must stand in a text for a pattern to match: a cheap look before an expensive search.

Belongs here: reading them off the pattern itself, so that they can never disagree with it. Does not belong here: any
pattern.
"""

from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


def required_letters(pattern: str) -> tuple[str, ...]:
    """Strings of which at least one stands in whatever `pattern` matches; ("",) where nothing can be said.

    For patterns without flags that ignore case.
    """
    found = _of_sequence(parser.parse(pattern))
    if found is None:
        return ("",)
    return tuple(sorted(part for part in found if not any(other in part for other in found - {part})))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best of what its parts require: whose shortest string is longest."""
    options: list[frozenset[str]] = []
    run = ""
    for operator, argument in items:
        if operator is code.LITERAL:
            run += chr(argument)
            continue
        if run:
            options.append(frozenset([run]))
            run = ""
        inner = _of_item(operator, argument)
        if inner is not None:
            options.append(inner)
    if run:
        options.append(frozenset([run]))
    return max(options, key=lambda option: (min(map(len, option)), -len(option)), default=None)


def _of_item(operator: object, argument: Any) -> frozenset[str] | None:
    if operator is code.SUBPATTERN:
        return _of_sequence(argument[3])
    if operator in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return _of_sequence(argument[2]) if argument[0] > 0 else None
    if operator is code.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        if all(branch is not None for branch in branches):
            return frozenset(part for branch in branches if branch is not None for part in branch)
    return None
