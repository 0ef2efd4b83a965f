"""Job markets with planted truth: sources that join and decay, bursts, copies, employers with tastes of their own.

Belongs here: drawing a market and writing it into a warehouse. Does not belong here: any measure of it.

Every opening is drawn from a logit model: base rate of the skill, liking of its source, of its role and of its
employer, season, and the planted change. Employers are unequal (Zipf). All of it follows from the seed.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import duckdb
import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from warehouse.facts import Codes, Facts
from warehouse.store import schema_scripts
from warehouse.windows import week_index

LAST_WEEK = date(2026, 1, 19)
ROLES = (("ml_engineer", "ml"), ("data_scientist", "ml"), ("software_engineer", "software"), ("devops_sre", "software"))


@dataclass(frozen=True)
class World:
    """What a market does; the defaults are the quiet one."""

    ads: int = 250
    weeks: int = 52
    skills: int = 300
    employers: int = 420
    sources: int = 4
    gradual: int = 24
    breakouts: int = 9
    fallers: int = 12
    taste: float = 0.9
    liking: float = 0.6
    onboarding: bool = False
    decaying: bool = False
    burst: bool = False
    reposts: float = 0.0
    agencies: float = 0.0
    season: float = 0.0
    """Swing of the number of ads over the year; a season of a skill itself would be a true change within 26 weeks."""
    role_drift: bool = False
    monthly: bool = False
    churn: bool = False
    coming_and_going: bool = False
    """Five sources: a steady one, one that decays, one that pauses for six weeks, one that ends, one that joins."""


CLEAN = World()
CHANGING = World(onboarding=True, decaying=True)
ROUGH = replace(CHANGING, burst=True, reposts=0.3, agencies=0.06, season=0.25)
ROLE_MIX = np.array([0.25, 0.25, 0.3, 0.2])
# A copy that is missed stays as an opening of its own; deduplication finds nine of ten.
_MISSED = 0.1
_WINDOW = 26


@dataclass
class Market:
    """Openings in order of time, which skills they ask for, and the truth behind them."""

    world: World
    week: np.ndarray
    source: np.ndarray
    role: np.ndarray
    employer: np.ndarray
    asks: np.ndarray
    planted: dict[int, str]
    """`gradual`, `breakout` or `falling` by skill; all others have no trend."""
    factor: dict[int, float]
    true_share: np.ndarray
    """sources x roles x skills at the last four weeks, averaged over employers' tastes."""
    guide: list[int] = field(default_factory=list)

    def skill_id(self, skill: int) -> str:
        return f"skill-{skill:03d}"

    def facts(self) -> Facts:
        """The market as the measures see it, without a database."""
        return Facts(
            week=self.week + week_index(LAST_WEEK) - self.world.weeks + 1,
            source=Codes.of([f"source-{s}" for s in self.source]),
            role=Codes.of([ROLES[r][0] for r in self.role]),
            family=Codes.of([ROLES[r][1] for r in self.role]),
            employer=Codes.of([f"employer-{g}" for g in self.employer]),
            length=np.zeros(len(self.week), dtype=np.int64),
            asks=csr_matrix(self.asks.astype(float)),
            skill_ids=[self.skill_id(k) for k in range(self.asks.shape[1])],
            skill_kinds=["tool"] * self.asks.shape[1],
            guide=np.zeros(self.asks.shape[1], dtype=bool),
        )

    def fill(self, con: duckdb.DuckDBPyConnection, *, rename: bool = False, last: date = LAST_WEEK) -> None:
        """Put the market where the measures look: plain tables in place of the views."""
        start = last - timedelta(weeks=self.world.weeks - 1)
        weeks = [start + timedelta(weeks=int(week)) for week in self.week]
        count = len(self.week)
        employers = [f"co-{(997 * int(g) + 31) % 100003}" if rename else f"employer-{g}" for g in self.employer]
        facts = pl.DataFrame({
            "opening_id": [f"o{i:07d}" for i in range(count)],
            "source": [f"source-{s}" for s in self.source],
            "employer_key": employers,
            "role": [ROLES[r][0] for r in self.role],
            "role_family": [ROLES[r][1] for r in self.role],
            "seniority": ["junior" if i % 5 == 0 else "senior" for i in range(count)],
            # Friday, so that the posts of a thread fall on or after the day it opened.
            "posted_on": [week + timedelta(days=4) for week in weeks],
            "week": weeks,
        })  # fmt: skip
        rows, columns = np.nonzero(self.asks)
        pairs = pl.DataFrame({
            "opening_id": [f"o{i:07d}" for i in rows],
            "skill_id": [self.skill_id(k) for k in columns],
            "zone": ["required" if (i + k) % 2 else "duty" for i, k in zip(rows, columns, strict=True)],
        })  # fmt: skip
        skills = pl.DataFrame({
            "skill_id": [self.skill_id(k) for k in range(self.asks.shape[1])],
            "kind": "tool",
        })  # fmt: skip
        cadence = "monthly" if self.world.monthly else "continuous"
        empty_warehouse(con)
        for name, frame in (("opening_rows", facts), ("pair_rows", pairs), ("skill_rows", skills)):
            con.register(name, frame)
        con.execute("insert into opening_facts by name select * from opening_rows")
        con.execute("insert into opening_skills by name select * from pair_rows")
        con.execute("insert into skills select skill_id, skill_id, kind, null, [] from skill_rows")
        con.execute(
            "insert into source_weeks select source, ?, week, count(*), count(*) from opening_facts group by all",
            [cadence],
        )
        con.executemany(
            "insert into guide_items values ('programming', ?, ?)",
            [[self.skill_id(k), position] for position, k in enumerate(self.guide or [0, 1])],
        )


def empty_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    """The schema of the warehouse with tables where the measures expect views."""
    for _, _, script in schema_scripts():
        con.execute(script)
    for view, columns in {
        "opening_facts": "opening_id varchar, source varchar, employer_key varchar, employer varchar, role varchar, "
        "role_family varchar, seniority varchar, workplace varchar, country varchar, posted_on date, week date",
        "opening_skills": "opening_id varchar, skill_id varchar, zone varchar",
        "article_facts": "article_id varchar, kind varchar, source varchar, published_on date, week date",
        "article_skills": "article_id varchar, skill_id varchar",
        "source_weeks": "source varchar, cadence varchar, week date, postings integer, openings integer",
    }.items():
        con.execute(f"drop view {view}")
        con.execute(f"create table {view} ({columns})")


def draw(world: World, seed: int) -> Market:
    """Draw a market of this world."""
    rng = np.random.default_rng(seed)
    planted, factor = _plant(world, rng)
    base = rng.uniform(np.log(0.008 / 0.992), np.log(0.25 / 0.75), world.skills)
    for k, kind in planted.items():
        if kind == "breakout":
            base[k] = np.log(0.002)
        elif kind == "falling":
            base[k] = rng.uniform(np.log(0.04 / 0.96), np.log(0.3 / 0.7))
    by_source = rng.normal(0, world.liking, (world.sources, world.skills))
    by_role = rng.normal(0, world.liking, (len(ROLES), world.skills))
    taste = rng.normal(0, world.taste, (world.employers + 12, world.skills))
    for k, kind in planted.items():
        if kind == "breakout":
            taste[:, k] *= 0.5

    week, source, role, employer = _openings(world, rng)
    odds = base + by_source[source] + by_role[role] + taste[employer] + _change(world, planted, factor, week)
    asks = rng.random(odds.shape) < 1 / (1 + np.exp(-odds))
    truth = _truth(world, base=base, by_source=by_source, by_role=by_role, planted=planted, factor=factor)
    return _copies(Market(world, week, source, role, employer, asks, planted, factor, truth), rng)


def _plant(world: World, rng: np.random.Generator) -> tuple[dict[int, str], dict[int, float]]:
    chosen = rng.permutation(world.skills)[: world.gradual + world.breakouts + world.fallers]
    kinds = ["gradual"] * world.gradual + ["breakout"] * world.breakouts + ["falling"] * world.fallers
    planted = {int(k): kind for k, kind in zip(chosen, kinds, strict=True)}
    factor: dict[int, float] = {}
    for k, kind in planted.items():
        low, high = {"gradual": (1.5, 3.0), "breakout": (15.0, 30.0), "falling": (1.5, 3.0)}[kind]
        factor[k] = float(rng.uniform(low, high))
    return planted, factor


def _change(world: World, planted: dict[int, str], factor: dict[int, float], week: np.ndarray) -> np.ndarray:
    """Change of the log-odds by opening and skill: over the last 26 weeks, breakouts over the last eight."""
    change = np.zeros((len(week), world.skills))
    into = np.clip((week - (world.weeks - _WINDOW)) / (_WINDOW - 1), 0, 1)
    late = np.clip((week - (world.weeks - 9)) / 5, 0, 1)
    for k, kind in planted.items():
        size = np.log(factor[k])
        change[:, k] = size * late if kind == "breakout" else (-size if kind == "falling" else size) * into
    return change


def _openings(world: World, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    size = 1 / np.arange(1, world.employers + 1) ** 0.8
    home = rng.integers(world.sources, size=world.employers)
    weeks, sources, roles, employers = [], [], [], []
    opened = rng.permutation(world.employers)[: world.employers // 5] if world.churn else np.array([], dtype=int)
    burster = int(rng.integers(5, 40))
    burst_week = world.weeks - int(rng.integers(3, 12))
    for week in range(world.weeks):
        into = max(week - (world.weeks - _WINDOW), 0) / (_WINDOW - 1)
        weight = np.ones(world.sources)
        if world.onboarding:
            weight[-1] = 0.0 if week < world.weeks - 13 else 1.5
        if world.decaying:
            weight[0] = 1.5 * (1 - 0.8 * into)
        if world.coming_and_going:
            left = world.weeks - week
            weight[1:] = [1.2 - 0.8 * into, 0.0 if 14 <= left < 20 else 1.0, 1.0 if left > 9 else 0.0,
                          1.5 if left <= 15 else 0.0]  # fmt: skip
        rate = size * weight[home]
        if len(opened):
            rate[opened] *= week >= world.weeks - 13
        count = int(rng.poisson(world.ads * weight.mean() * (1 + world.season * np.sin(2 * np.pi * week / 52))))
        if world.monthly:
            count = int(rng.poisson(world.ads * 4.35 * (0.88 if _opens_thread(world, week) else 0.04)))
        who = rng.choice(world.employers, size=count, p=rate / rate.sum())
        if world.burst and week == burst_week:
            usual = max(world.ads * size[burster] / size.sum(), 0.5)
            who = np.concatenate([who, np.full(int(40 * usual), burster)])
        # One posting in five appears on a source that is not the employer's usual one, if that source is there.
        elsewhere = rng.random(len(who)) < 0.2
        where = np.where(elsewhere, rng.choice(world.sources, size=len(who), p=weight / weight.sum()), home[who])
        mix = role_mix(world, week)
        weeks.append(np.full(len(who), week))
        sources.append(where)
        roles.append(rng.choice(len(ROLES), size=len(who), p=mix))
        employers.append(who)
    return np.concatenate(weeks), np.concatenate(sources), np.concatenate(roles), np.concatenate(employers)


def role_mix(world: World, week: int) -> np.ndarray:
    """Part of each role in the openings of a week."""
    into = max(week - (world.weeks - _WINDOW), 0) / (_WINDOW - 1) if world.role_drift else 0.0
    mix = ROLE_MIX * np.array([1 + into, 1.0, 1 - 0.5 * into, 1.0])
    return np.asarray(mix / mix.sum())


def _opens_thread(world: World, week: int) -> bool:
    monday = LAST_WEEK - timedelta(weeks=world.weeks - 1 - week)
    return any((monday + timedelta(days=day)).day in (1, 2) and day < 5 for day in range(7))


def _copies(market: Market, rng: np.random.Generator) -> Market:
    """Add the copies that deduplication misses: reposts of the employer and copies under an agency's name."""
    world = market.world
    rows = np.arange(len(market.week))
    again = rows[rng.random(len(rows)) < world.reposts * _MISSED]
    agency = rows[rng.random(len(rows)) < world.agencies * _MISSED]
    delay = np.concatenate([rng.integers(1, 6, len(again)), rng.integers(0, 3, len(agency))])
    extra = np.concatenate([again, agency])
    owner = np.concatenate([market.employer[again], world.employers + rng.integers(0, 12, len(agency))])
    week = np.concatenate([market.week, market.week[extra] + delay])
    keep = np.flatnonzero(week < world.weeks)
    order = keep[np.argsort(week[keep], kind="stable")]
    rows = np.concatenate([rows, extra])[order]
    employer = np.concatenate([market.employer, owner])[order]
    return replace(market, week=week[order], source=market.source[rows], role=market.role[rows], employer=employer,
                   asks=market.asks[rows])  # fmt: skip


def _truth(
    world: World, *, base: np.ndarray, by_source: np.ndarray, by_role: np.ndarray, planted: dict[int, str],
    factor: dict[int, float],
) -> np.ndarray:  # fmt: skip
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    weights = weights / weights.sum()
    sd = np.full(world.skills, world.taste)
    for k, kind in planted.items():
        if kind == "breakout":
            sd[k] *= 0.5
    shares = np.zeros((world.sources, len(ROLES), world.skills))
    change = _change(world, planted, factor, np.arange(world.weeks - 4, world.weeks))
    for source in range(world.sources):
        for role in range(len(ROLES)):
            odds = base + by_source[source] + by_role[role] + change
            marginal = 1 / (1 + np.exp(-(odds[..., None] + sd[:, None] * nodes)))
            shares[source, role] = (marginal @ weights).mean(axis=0)
    return shares
