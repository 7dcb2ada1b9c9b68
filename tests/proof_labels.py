"""How often the corrected intervals hold the truth, and what goes wrong without them; a table.

    python tests/proof_labels.py [DRAWS]

Texts whose true tone is known by a formula, a scorer that is biased upwards, and labels drawn in
strata, as `analysis label` does.
"""

from __future__ import annotations

import sys
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import labels, uncertainty

SIZES = (50, 100, 200)
N_DOCS, MEAN_LENGTH = 400, 12
BETWEEN = 0.6  # spread of the documents' tone; within one it is 1
LOW, HIGH = -0.3, 1.0  # below: labelled negative; above: positive
_SPREAD = NormalDist(0, float(np.hypot(BETWEEN, 1.0)))
NEGATIVE, POSITIVE = _SPREAD.cdf(LOW), 1 - _SPREAD.cdf(HIGH)
TRUTH = {"mean": POSITIVE - NEGATIVE, "positive": POSITIVE}


class Simulated(NamedTuple):
    """Sentences with a score, the label a person would give, a stratum and a document."""

    tone: np.ndarray
    label: np.ndarray
    stratum: np.ndarray
    unit: np.ndarray


def simulate(rng: np.random.Generator) -> Simulated:
    """Make a corpus; the scorer hears every third part of the tone, and says it too kindly."""
    length = rng.geometric(1 / MEAN_LENGTH, N_DOCS)
    unit = np.repeat(np.arange(N_DOCS), length)
    true = rng.normal(0, BETWEEN, N_DOCS)[unit] + rng.normal(0, 1, len(unit))
    tone = np.clip(0.35 * true + 0.25 + rng.normal(0, 0.35, len(unit)), -1, 1)
    tone[rng.random(len(unit)) < 0.25] = 0  # no evidence
    label = np.where(true < LOW, -1.0, np.where(true > HIGH, 1.0, 0.0))
    sign = np.digitize(tone, (-0.05, 0.05))
    source, half = (rng.integers(0, 2, N_DOCS)[unit] for _ in range(2))
    return Simulated(tone, label, sign * 4 + source * 2 + half, unit)


def draw(whole: Simulated, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw in strata; the chance of each drawn sentence, NaN for the others."""
    sizes = np.bincount(whole.stratum)
    shares = labels.allocate(sizes, n)
    order = np.lexsort((rng.random(len(whole.tone)), whole.stratum))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - (np.cumsum(sizes) - sizes)[whole.stratum[order]]
    chance = (shares / sizes)[whole.stratum]
    return np.where(rank < shares[whole.stratum], chance, np.nan)


def intervals(n: int, seed: int) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Estimate one corpus in every way: (measure, way) -> estimate, low, high."""
    rng = np.random.default_rng((n, seed))
    whole = simulate(rng)
    design = uncertainty.Design(draw(whole, n, rng), whole.stratum, whole.unit)
    drawn, every = ~np.isnan(design.probability), np.ones(len(whole.tone), bool)
    mean = np.where(drawn, whole.label, np.nan)
    share = np.where(drawn, whole.label == 1, np.nan)
    guess = (whole.tone >= 0.05).astype(np.float64)
    scored = whole.tone != 0
    u = uncertainty
    found = {
        ("mean", "corrected"): u.corrected_mean(whole.tone, mean, design=design)[:3],
        ("positive", "corrected"): u.corrected_share(guess, share, design=design)[:3],
        ("mean", "labels only"): u.labelled_mean(mean, design=design, where=every)[:3],
        ("positive", "labels only"): u.labelled_share(share, design=design, where=every)[:3],
        ("mean", "naive"): u.mean_interval(whole.tone[scored])[:3],
        ("positive", "naive"): u.mean_interval(guess[scored])[:3],
        # as many labels of each sign of the score, averaged as if drawn alike
        ("mean", "unweighted"): u.mean_interval(mean[_alike(whole, drawn)])[:3],
        ("positive", "unweighted"): u.mean_interval(share[_alike(whole, drawn)])[:3],
    }
    return {key: tuple(map(float, value)) for key, value in found.items()}


def _alike(whole: Simulated, drawn: np.ndarray) -> np.ndarray:
    """Take as many labels of each sign of the score: a balanced draw, its chances forgotten."""
    sign = whole.stratum // 4
    at = [np.flatnonzero(drawn & (sign == k)) for k in range(3)]
    least = min(len(own) for own in at)
    return np.concatenate([own[:least] for own in at])


def table(n_draws: int, sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """Count how often each interval holds the truth, how far it is off, and how wide it is."""
    rows = []
    for n in sizes:
        drawn = [intervals(n, seed) for seed in range(n_draws)]
        for measure, way in drawn[0]:
            found = np.array([one[measure, way] for one in drawn])
            truth = TRUTH[measure]
            covered = (found[:, 1] <= truth) & (truth <= found[:, 2])
            row = {"coverage": covered.mean(), "bias": found[:, 0].mean() - truth}
            width = (found[:, 2] - found[:, 1]).mean()
            rows.append({"measure": measure, "way": way, "n": n} | row | {"width": width})
    return pd.DataFrame(rows).sort_values(["measure", "way", "n"], ignore_index=True)


def main(n_draws: int) -> None:
    """Print the table."""
    print(f"{n_draws} draws; truth: " + ", ".join(f"{k} {v:.3f}" for k, v in TRUTH.items()))  # noqa: T201 - a script
    print(table(n_draws).round(3).to_string(index=False))  # noqa: T201 - a script


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
