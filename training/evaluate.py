"""Scores statements against PolNeAR dev: ``python training/evaluate.py --corpora DIR``, beside the peers' figures.

A full match is a content of Jaccard 0.5 or more over word tokens whose sources share a word, matched one to one.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from corpora import Document, polnear

from sayso.reading import read_bytes

PEERS = {
    "textacy, by paragraph": (30.7, 28.6, 15.5),
    "GenderGapTracker": (53.2, 46.3, 37.0),
    "Citron, retrained on PolNeAR": (57.5, 53.2, 40.4),
    "a second annotator (18 other articles)": (80.6, 73.1, 68.6),
}
"""Content match, full match and exact content, F1 on PolNeAR test."""


def words_of(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    """Starts of the word tokens that share a character with ``spans``."""
    return frozenset(m.start() + s for s, e in spans for m in re.finditer(r"\w+", text[s:e]))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--corpora", type=Path, required=True)
    a = ask.parse_args()
    content = full = exact = n_gold = n_found = 0
    for doc in polnear(a.corpora / "polnear" / "dev", {}, {}, "dev"):

        def chars(spans: list[tuple[int, int]], doc: Document = doc) -> list[tuple[int, int]]:
            return [(doc.words[i][0], doc.words[j][1]) for i, j in spans]

        gold = [
            (words_of(doc.text, chars(g["content"])), words_of(doc.text, chars(g["source"])))
            for g in doc.attributions or []
        ]
        record = read_bytes(doc.text.encode())
        found = [
            (
                words_of(doc.text, [(c.start, c.end) for c in s.content]),
                words_of(doc.text, [(s.source.start, s.source.end)] if s.source else []),
            )
            for s in record.statements
        ]
        n_gold, n_found = n_gold + len(gold), n_found + len(found)
        pairs = sorted(
            (-len(g[0] & f[0]) / len(g[0] | f[0]), not (g[1] & f[1] or not (g[1] or f[1])), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g[0] & f[0] and 2 * len(g[0] & f[0]) >= len(g[0] | f[0])
        )
        used_g: set[int] = set()
        used_f: set[int] = set()
        for _, differ, i, j in pairs:
            if i not in used_g and j not in used_f:
                used_g.add(i)
                used_f.add(j)
                content += 1
                full += not differ
                exact += gold[i][0] == found[j][0]
    print(f"{'F1':42}{'content':>9}{'full':>9}{'exact':>9}")
    for name, figures in PEERS.items():
        print(f"{name + ' (test)':42}" + "".join(f"{f:9.1f}" for f in figures))
    print(f"{'sayso (dev)':42}" + "".join(f"{200 * hits / (n_gold + n_found):9.1f}" for hits in (content, full, exact)))


if __name__ == "__main__":
    main()
