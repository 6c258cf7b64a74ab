"""Chooses how scores become attributions, on the documents kept out of training: ``python training/calibrate.py --corpora DIR``.

Reads the exported weights, as the package does. Biases are chosen one after another for the best matches (``worth``); then a
logistic regression makes a statement's score the chance that it is a full match, and the least score is chosen. What
was chosen is written into ``labels.json``, and the reliability of the score, on the same documents, is printed.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from corpora import Document, polnear
from encoding import Encoded
from train import HELD_OUT

from sayso.language import encoder as package
from sayso.language.attribution import Decoding, WordAttribution, decode

GRID = {
    "cue": (-0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0),
    "content": (-0.25, 0.0, 0.25, 0.5, 0.75, 1.0),
    "source": (0.0, 0.25, 0.5, 0.75, 1.0, 1.5),
    "flat": (0.0, 0.15, 0.3, 0.5, 0.75),
    "eager": (0.0, 0.5, 1.0, 1.5, 2.0),
    "unclaimed": (0.6, 0.7, 0.8, 0.9),
}
ROUNDS = 2
Scores = tuple[dict[str, np.ndarray], list[int], int]


def overlap(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a & b else 0.0


def covered(doc: Document, spans: list[tuple[int, int]]) -> set[int]:
    """The words of spans that have a letter or digit, as the scorer counts."""
    return {
        i for a, b in spans for i in range(a, b + 1) if any(c.isalnum() for c in doc.text[slice(*doc.words[i])])
    }  # fmt: skip


def matches(doc: Document, found: list[WordAttribution]) -> tuple[list[bool], list[bool]]:
    """For each attribution found, whether it is a full match of one in gold, and whether its content is exact."""
    gold = [(covered(doc, g["content"]), covered(doc, g["source"])) for g in doc.attributions or []]
    ours = [(covered(doc, list(f.content)), covered(doc, [f.source] if f.source else [])) for f in found]
    pairs = []
    for i, g in enumerate(gold):
        for j, f in enumerate(ours):
            likeness = overlap(g[0], f[0])
            if likeness >= 0.5:
                agree = bool(g[1] & f[1]) or not (g[1] or f[1])
                pairs.append((-likeness, not agree, i, j))
    full, exact = [False] * len(ours), [False] * len(ours)
    taken: set[int] = set()
    done: set[int] = set()
    for _, differ, i, j in sorted(pairs):
        if i not in taken and j not in done:
            taken.add(i)
            done.add(j)
            full[j], exact[j] = not differ, gold[i][0] == ours[j][0]
    return full, exact


class Held:
    """The documents kept out of training, with the network's scores."""

    def __init__(self, documents: list[Document]) -> None:
        self.encoder = package.shipped_encoder()
        self.documents = documents
        self.scores: list[list[Scores]] = []
        for doc in documents:
            e = Encoded(doc, self.encoder.vocabulary, {})
            windows = e.windows(None)
            pieces, features = e.written[0]
            outputs = self.encoder.run([(pieces[a:b], features[a:b]) for a, b in windows])
            rows = [
                (output, [p - a for p, _ in e.paragraphs if a <= p < b], a)
                for output, (a, b) in zip(outputs, windows, strict=True)
            ]
            self.scores.append(rows)

    def found(self, number: int, how: Decoding) -> list[WordAttribution]:
        """The attributions of one document, in its word indices."""
        result = []
        for output, starts, offset in self.scores[number]:
            flat, query, key, base = (output[name] for name in ("flat", "query", "key", "base"))
            for one in decode(flat, query, key, base, self.encoder.labels.role_bias, starts, how):
                content = tuple((a + offset, b + offset) for a, b in one.content)
                source = (one.source[0] + offset, one.source[1] + offset) if one.source else None
                result.append(replace(one, content=content, source=source))
        return result

    def figures(self, how: Decoding) -> tuple[float, float, float, list[tuple[WordAttribution, bool]]]:
        """F1 of full match, exact content and content words, and each attribution with whether it is a full match."""
        full = exact = gold = common = words = 0
        told: list[tuple[WordAttribution, bool]] = []
        for number, doc in enumerate(self.documents):
            found = self.found(number, how)
            right, same = matches(doc, found)
            full, exact, gold = full + sum(right), exact + sum(same), gold + len(doc.attributions or [])
            told += zip(found, right, strict=True)
            wanted = covered(doc, [c for g in doc.attributions or [] for c in g["content"]])
            given = covered(doc, [c for one in found for c in one.content])
            common, words = common + len(wanted & given), words + len(wanted) + len(given)
        total = len(told) + gold
        return 200 * full / total, 200 * exact / total, 200 * common / words, told


def worth(figures: tuple[float, float, float]) -> float:
    """Full match, with exact content and content words at half its weight: neither edges nor recall for nothing."""
    return figures[0] + 0.5 * figures[1] + 0.5 * figures[2]


def regression(signs: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression by Newton's method, with a little ridge."""
    x = np.column_stack([signs, np.ones(len(signs))])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (right - chance) - 0.01 * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + 0.01 * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def reliability(scores: np.ndarray, right: np.ndarray) -> list[str]:
    """Rows of a Markdown table: score, how many, their mean score, the share that are right."""
    rows = ["| score | statements | mean score | right |", "|---|---|---|---|"]
    edges = np.linspace(0, 1, 11)
    for low, high in pairwise(edges):
        inside = (scores >= low) & ((scores < high) | (high == 1))
        if inside.any():
            mean, share = scores[inside].mean(), right[inside].mean()
            rows.append(f"| {low:.1f}–{high:.1f} | {inside.sum()} | {mean:.2f} | {share:.2f} |")
    return rows


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    ask.add_argument("--labels", type=Path, default=Path(__file__).parents[1] / "src/sayso/language/model/labels.json")
    a = ask.parse_args()
    held = Held(list(polnear(a.corpora / "polnear" / "train", {}, {}, "train"))[::HELD_OUT])
    how = Decoding()
    best = held.figures(how)[:3]
    print("as exported", best)
    for _ in range(ROUNDS):
        for name, values in GRID.items():
            for value in values:
                tried = replace(how, **{name: value})
                figures = held.figures(tried)[:3]
                if worth(figures) > worth(best) + 0.05:
                    how, best = tried, figures
                    print(name, value, best)
    names = ("cue", "content", "source")
    columns = []
    for i in range(len(names)):
        alone = (float(i == 0), float(i == 1), float(i == 2), 0.0)
        told = held.figures(replace(how, logistic=alone))[3]
        score = np.array([one.score for one, _ in told])
        columns.append(np.log(score / (1 - score)))
    right = np.array([r for _, r in told], dtype=float)
    weights = regression(np.column_stack(columns), right)
    how = replace(how, logistic=tuple(round(float(w), 4) for w in weights))
    for least in np.arange(0.05, 0.5, 0.05):
        tried = replace(how, least=round(float(least), 2))
        figures = held.figures(tried)[:3]
        if worth(figures) > worth(best) + 0.05:
            how, best = tried, figures
            print("least", least, best)
    told = held.figures(how)[3]
    print("\n".join(reliability(np.array([one.score for one, _ in told]), np.array([r for _, r in told], dtype=float))))
    labels = json.loads(a.labels.read_text(encoding="utf-8"))
    labels["decoding"] = asdict(how)
    a.labels.write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
