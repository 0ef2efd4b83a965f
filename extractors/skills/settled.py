"""Which forms of a line mean their skill wherever the line stands, and which need the rest of the text.

Belongs here: telling the two apart, and the longest of forms that overlap. Does not belong here: what a doubtful form
means (`senses.py`).
"""

from collections.abc import Sequence
from operator import itemgetter

from extractors.skills.contexts import PLAIN_VETO
from extractors.skills.lines import Standing


def settle(row: str, forms: Sequence[Standing]) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """The forms of a line that mean their skill wherever it stands, from left to right, and the others."""
    settled: list[Standing] = []
    doubtful: list[Standing] = []
    stop = 0
    for form in forms:
        meaning, start, end = form
        if start < stop:
            return _settle_overlapping(row, forms)
        stop = end
        if meaning.rule is not None or row[start:end].casefold() in PLAIN_VETO:
            doubtful.append(form)
        else:
            settled.append(form)
    return tuple(settled), tuple(doubtful)


def _settle_overlapping(row: str, forms: Sequence[Standing]) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    settled: list[Standing] = []
    doubtful: list[Standing] = []
    cluster: list[Standing] = []
    stop = 0
    for form in sorted(forms, key=itemgetter(1)):
        if cluster and form[1] >= stop:
            _settle(row, cluster, settled, doubtful)
            cluster = []
            stop = 0
        cluster.append(form)
        stop = max(stop, form[2])
    _settle(row, cluster, settled, doubtful)
    return tuple(settled), tuple(doubtful)


def _settle(row: str, cluster: list[Standing], settled: list[Standing], doubtful: list[Standing]) -> None:
    """Puts forms that overlap each other where they belong: of those without doubt the longest, then the next."""
    if any(_is_doubtful(row, form) for form in cluster):
        doubtful += cluster
        return
    if len(cluster) > 1:
        free: list[Standing] = []
        for form in sorted(cluster, key=lambda f: (f[1] - f[2], f[1])):
            if all(form[2] <= other[1] or other[2] <= form[1] for other in free):
                free.append(form)
        cluster = sorted(free, key=itemgetter(1))
    settled += cluster


def _is_doubtful(row: str, form: Standing) -> bool:
    return form[0].rule is not None or row[form[1] : form[2]].casefold() in PLAIN_VETO
