"""Fit ``src/sayso/standing/factuality.toml``: ``python scripts/fit_factuality.py CORPORA``, after each new model.

Reads the training sentences of UW and of UDS-It-Happened (never their development parts, which are what is reported)
with the package's own model, and fits for each scale a regression by least absolute deviations (iteratively reweighted
least squares, a little ridge) of the annotators' value on the terms of ``sayso.standing.factuality``. The model has
learnt from the same sentences, so its head is a little better on them than elsewhere; what is fitted are corrections of
whole points, which that does not hide. Then it chooses the value below which a main verb that no word of the lexicon
tells anything of counts as less than certain: the one with the fewest errors on UW's training sentences.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.evaluation.standing import sentences
from sayso.evaluation.yardstick import analysis_of
from sayso.standing.event import EventStanding, standing_at
from sayso.standing.factuality import MOST, SCALES, terms

FOLDERS = {"news": ("UW", "uw"), "web": ("UDS", "uds-ih2")}
RAREST = 12
"""Words that a term must be true of."""
RIDGE = 1.0
ROUNDS = 40
LEAST = 0.1
CERTAIN = 2.5
"""Annotators' values from which an event is a fact: midway between FactBank's 'probable' (2) and 'certain' (3)."""
Floats = npt.NDArray[np.float64]


class Sample:
    """Words of one scale's training sentences: what is known of each, and the annotators' value."""

    def __init__(self, corpora: Path, scale: str) -> None:
        which = SCALES.index(scale)
        name, folder = FOLDERS[scale]
        lines = (corpora / "factuality" / folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
        self.terms: list[dict[str, float]] = []
        self.main: list[bool] = []
        values: list[float] = []
        for document in sentences(name, lines):
            analysis = analysis_of(document)
            at = {w.start: w.index for w in analysis.words}
            for start, value in document.gold.values:
                if start not in at:
                    continue
                word = analysis.words[at[start]]
                standing = standing_at(analysis, word.index)
                self.terms.append(terms(standing, analysis.factuality[word.index], which))
                self.main.append(word.upos == "VERB" and _plain(standing) and word.relation in {"root", "ccomp"})
                values.append(value)
        self.values = np.array(values)


def _plain(standing: EventStanding) -> bool:
    return standing.certainty == "certain" and standing.polarity == "positive" and standing.time != "future"


def fit(matrix: Floats, values: Floats) -> Floats:
    """The weights of least absolute deviations."""
    weights, trust = np.zeros(matrix.shape[1]), np.ones(len(values))
    for _ in range(ROUNDS):
        weighed = matrix * trust[:, None]
        weights = np.linalg.solve(weighed.T @ matrix + RIDGE * np.eye(matrix.shape[1]), weighed.T @ values)
        trust = 1 / np.maximum(LEAST, np.abs(values - matrix @ weights))
    return weights


def certain_from(found: Floats, values: Floats) -> float:
    """The value that best parts what annotators take for a fact from what they do not."""
    grid = np.arange(0.5, 2.75, 0.1)
    return float(min(grid, key=lambda cut: (int(((found >= cut) != (values >= CERTAIN)).sum()), cut)))


def main() -> None:
    """Fit both scales and write the file."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("corpora", type=Path)
    ask.add_argument("--output", type=Path,
                     default=Path(__file__).parents[1] / "src/sayso/standing/factuality.toml")  # fmt: skip
    told = ask.parse_args()
    lines = ["# Weights by scripts/fit_factuality.py, on the training parts of UW (news) and UDS-It-Happened (web)."]
    for scale in SCALES:
        sample = Sample(told.corpora, scale)
        counts = Counter(term for one in sample.terms for term in one)
        names = sorted(term for term, count in counts.items() if count >= RAREST)
        matrix = np.array([[one.get(name, 0.0) for name in names] for one in sample.terms])
        weights = fit(matrix, sample.values)
        found = np.clip(matrix @ weights, -MOST, MOST)
        error, before = (float(np.abs(sample.values - v).mean()) for v in (found, matrix[:, names.index("head")]))
        sys.stdout.write(f"{scale}: {len(found)} words, mean absolute error {before:.3f} before, {error:.3f} after\n")
        lines += ["", f"[{scale}]", *(f'"{n}" = {w:.3f}' for n, w in zip(names, weights, strict=True))]
        if scale == "news":
            main_ones = np.array(sample.main)
            cut = certain_from(found[main_ones], sample.values[main_ones])
    lines += ["", "[certain]", f"from = {cut:.1f}", ""]
    told.output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
