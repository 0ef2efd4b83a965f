"""Shares and their uncertainty: direct standardisation, employer-clustered variance, Wilson intervals.

Belongs here: textbook estimators on arrays, with their source. Does not belong here: the database or labels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from warehouse.facts import Floats, Ints

Z95 = 1.959963984540054
# One-sided p = .005 (what Benjamini-Hochberg asks for in practice) plus 80 % power.
Z_DETECT = 2.5758293035489004 + 0.8416212335729143
_CELLS = 4_000_000


def indicator(codes: Ints, size: int) -> Any:
    """Sparse rows x groups matrix with a one where a row belongs to a group."""
    from scipy.sparse import csr_matrix

    count = len(codes)
    return csr_matrix((np.ones(count), (np.arange(count), codes)), shape=(count, size))


def dense_codes(codes: Ints) -> tuple[Ints, int]:
    """Codes renumbered 0..n-1 with their number."""
    names, renumbered = np.unique(codes, return_inverse=True)
    return renumbered.astype(np.int64).ravel(), len(names)


def column_blocks(rows: int, columns: int) -> list[slice]:
    """Columns in blocks of some `_CELLS` cells, at least one: all employers x skills can be more than there is room."""
    width = max(_CELLS // max(rows, 1), 8)
    return [slice(start, min(start + width, columns)) for start in range(0, max(columns, 1), width)]


def wilson(share: Floats, size: Floats, z: float | Floats = Z95) -> tuple[Floats, Floats]:
    """Wilson's interval (1927) for a share seen in `size` (possibly effective) observations."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (share + z**2 / (2 * size)) / (1 + z**2 / size)
        half = z / (1 + z**2 / size) * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    low = np.where(size > 0, np.clip(np.minimum(centre - half, share), 0, 1), 0.0)
    high = np.where(size > 0, np.clip(np.maximum(centre + half, share), 0, 1), 1.0)
    return low, high


def spread_weights(cell: Ints, source_of_cell: Ints, weights: Floats) -> Floats:
    """Weight of each opening under fixed cell weights; they sum to 1.

    The weight of a cell without openings goes to the other openings of its source; that of a source without openings
    is dropped and the rest renormalised. When no weighted cell has an opening, all openings weigh the same.
    """
    counts = np.bincount(cell, minlength=len(weights)).astype(float)
    filled = counts > 0
    sources = int(source_of_cell.max()) + 1 if len(source_of_cell) else 0
    source_counts = np.bincount(source_of_cell, weights=counts, minlength=sources)
    homeless = np.bincount(source_of_cell, weights=np.where(filled, 0.0, weights), minlength=sources)
    per_source = np.divide(homeless, source_counts, out=np.zeros(sources), where=source_counts > 0)
    per_cell = np.divide(weights, counts, out=np.zeros(len(weights)), where=filled) + per_source[source_of_cell]
    each = per_cell[cell]
    total = each.sum()
    return each / total if total > 0 else np.full(len(cell), 1.0 / max(len(cell), 1))


@dataclass(frozen=True)
class Level:
    """One number a skill: what share of a population asks for it, and how sure that is."""

    openings: int
    employers_active: int
    mentioning: Ints
    employers: Ints
    share_raw: Floats
    share: Floats
    low: Floats
    high: Floats
    n_effective: Floats
    design_effect: float | None


def standardised_level(asks: Any, cell: Ints, employer: Ints, each: Floats) -> Level:
    """Directly standardised shares with employer-clustered Korn-Graubard-Wilson intervals.

    `asks` is openings x skills; `each` the weight of each opening (summing to 1); cells are the strata of the weights.
    """
    from scipy.stats import t as student

    count = asks.shape[0]
    cells, cell_count = dense_codes(cell)
    groups, group_count = dense_codes(employer)
    by_cell, by_group = indicator(cells, cell_count), indicator(groups, group_count)
    sizes = np.bincount(cells, minlength=cell_count)
    cell_share = np.asarray((by_cell.T @ asks).todense()) / sizes[:, None]
    share = np.clip(np.asarray(asks.T @ each).ravel(), 0, 1)
    mentioning = np.asarray(asks.sum(axis=0)).ravel().astype(np.int64)
    per_group = by_group.T @ asks
    employers = np.asarray((per_group > 0).sum(axis=0)).ravel().astype(np.int64)
    # An employer that fills much of a cell has drawn the cell's mean to itself: its residuals are set right by its
    # leverage (CR2, Bell & McCaffrey 2002), which matters as employers are so unequal.
    pairs, pair_count = dense_codes(groups * cell_count + cells)
    leverage = np.bincount(pairs, minlength=pair_count)[pairs] / sizes[cells]
    spread = by_group.multiply((each / np.sqrt(np.maximum(1 - leverage, 0.1)))[:, None]).tocsr()
    asked, expected = (spread.T @ asks).tocsc(), (spread.T @ by_cell).toarray()
    variance = np.zeros(asks.shape[1])
    for part in column_blocks(group_count, asks.shape[1]):
        variance[part] = np.square(asked[:, part].toarray(order="C") - expected @ cell_share[:, part]).sum(axis=0)

    kish = 1.0 / np.square(np.bincount(groups, weights=each, minlength=group_count)).sum()
    freedom = max(kish - cell_count, 1.0)
    shrink = (student.ppf(0.975, max(count - 1, 1)) / student.ppf(0.975, freedom)) ** 2
    # Without any variation inside cells the sandwich says nothing; then as many observations as employers.
    binomial = share * (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(variance > 1e-12, binomial / np.where(variance > 0, variance, 1.0), kish)
    effective = np.clip(effective * shrink, min(1.0, count), count)
    low, high = wilson(share, effective)
    raw = mentioning / count
    common = (mentioning >= 15) & (variance > 1e-12) & (binomial > 0)
    deff = float(np.median(variance[common] / (binomial[common] / count))) if common.any() else None
    return Level(count, group_count, mentioning, employers, raw, share, low, high, effective, deff)


def minimum_detectable_rise(per_half: float, base: float = 0.05, change_design_effect: float = 2.0) -> float | None:
    """Rise of a share of `base` between two halves that the test would find in 80 % of cases (method.md, planning)."""
    if per_half <= 0:
        return None
    return float(min(Z_DETECT * np.sqrt(2 * base * (1 - base) * change_design_effect / per_half), 1 - base))
