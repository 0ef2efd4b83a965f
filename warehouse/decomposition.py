"""Where a change of the plain share came from: the market, our sources, the roles; employers that stayed or changed.

Belongs here: exact splits of the difference between the two halves of a window. Does not belong here: tests, labels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from warehouse.facts import Bools, Facts, Floats, Ints
from warehouse.intervals import dense_codes, indicator


@dataclass(frozen=True)
class Decomposition:
    """One value a skill, in fractions of openings.

    market + sources + roles = continuing + entrants + leavers = last - first.
    """

    first: Floats
    last: Floats
    market: Floats
    sources: Floats
    roles: Floats
    continuing: Floats
    entrants: Floats
    leavers: Floats


def decompose(window: Facts, late: Bools) -> Decomposition | None:
    """Split the change of the plain share between the halves of a window; None when a half is empty.

    Kitagawa (1955), nested: `market` is the change inside cells of source x role at mean weights, `roles` that of the
    roles' weights inside sources, `sources` that of the sources' weights. Griliches and Regev (1995) for employers:
    `continuing` are those of both halves, with the change of their weight.
    """
    if not late.any() or late.all():
        return None
    first, last = _share(window.asks, ~late), _share(window.asks, late)
    market, roles, sources = _kitagawa(window, late)
    continuing, entrants, leavers = _turnover(window.asks, late, window.employer.codes, (first + last) / 2)
    return Decomposition(first, last, market, sources, roles, continuing, entrants, leavers)


def _share(asks: Any, rows: Bools) -> Floats:
    return np.asarray(asks[np.flatnonzero(rows)].sum(axis=0)).ravel() / max(int(rows.sum()), 1)


def _cell_shares(asks: Any, late: Bools, cell: Ints, count: int) -> tuple[list[Floats], list[Floats]]:
    """Part of each cell in its half, and its share; a cell without openings in a half has the share of the other."""
    member = indicator(cell, count)
    weights, shares, sizes = [], [], []
    for half in (~late, late):
        size = np.bincount(cell, weights=half.astype(float), minlength=count)
        named = np.asarray((member.multiply(half[:, None]).T @ asks).todense())
        weights.append(size / size.sum())
        sizes.append(size)
        shares.append(named / np.maximum(size, 1)[:, None])
    for here, there in ((0, 1), (1, 0)):
        empty = sizes[here] == 0
        shares[here][empty] = shares[there][empty]
    return weights, shares


def _kitagawa(window: Facts, late: Bools) -> tuple[Floats, Floats, Floats]:
    pair, count = dense_codes(window.source.codes * (int(window.role.codes.max()) + 1) + window.role.codes)
    source_of = np.zeros(count, dtype=np.int64)
    source_of[pair] = window.source.codes
    sources, source_count = dense_codes(source_of)
    weights, shares = _cell_shares(window.asks, late, pair, count)
    whole, whole_shares = _cell_shares(window.asks, late, sources[pair], source_count)
    inner = []
    for half in (0, 1):
        total = whole[half][sources]
        inner.append(np.divide(weights[half], total, out=np.full(count, np.nan), where=total > 0))
    for here, there in ((0, 1), (1, 0)):
        gone = np.isnan(inner[here])
        inner[here][gone] = inner[there][gone]
    outer = (whole[0] + whole[1])[sources] / 2
    mean_inner = (inner[0] + inner[1]) / 2
    market = (outer * mean_inner) @ (shares[1] - shares[0])
    roles = (outer * (inner[1] - inner[0])) @ ((shares[0] + shares[1]) / 2)
    between = (whole[1] - whole[0]) @ ((whole_shares[0] + whole_shares[1]) / 2)
    return market, roles, between


def _turnover(asks: Any, late: Bools, employer: Ints, centre: Floats) -> tuple[Floats, Floats, Floats]:
    groups, count = dense_codes(employer)
    last = np.bincount(groups, weights=late.astype(float), minlength=count)
    first = np.bincount(groups, minlength=count) - last
    stays = ((first > 0) & (last > 0))[groups]
    early_size, late_size = float((~late).sum()), float(late.sum())
    before, after = float((stays & ~late).sum()) / early_size, float((stays & late).sum()) / late_size
    was, now = _share(asks, stays & ~late), _share(asks, stays & late)
    continuing = (before + after) / 2 * (now - was) + (after - before) * ((was + now) / 2 - centre)
    entrants = (1 - after) * (_share(asks, ~stays & late) - centre)
    leavers = -(1 - before) * (_share(asks, ~stays & ~late) - centre)
    return continuing, entrants, leavers
