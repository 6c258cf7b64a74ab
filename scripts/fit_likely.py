"""Fits the weights by which the ledger takes clauses of two reports for one: ``python scripts/fit_likely.py``.

A logistic regression on the stories with gold that were looked at (``development`` and ``later`` in
``tests/ledger_gold``, and ``training/stories``): the clauses that the gold has in one point against those it has not.
In ``training/stories`` the gold tells a claim by its words; elsewhere by its outlet and origin, of whose clauses that
which is nearest is taken. Since the encoder lays claims that it has learnt nearer together than others, it should not
have seen the stories in ``training/stories`` that are taken (``training/senses.py --stories '[ST]*.toml'``). Writes
``src/sayso/ledger/likely.toml``; needs scikit-learn.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import ledger_stories
from sayso.ledger import likely
from sayso.ledger.grouping import by_rules
from sayso.ledger.matching import Weights
from sayso.ledger.members import Member
from sayso.ledger.origins import Entry, Names, instant
from sayso.ledger.propositions import digest_of

STORIES = Path(__file__).parents[1] / "training/stories"
TO = Path(__file__).parents[1] / "src/sayso/ledger/likely.toml"
STRENGTH = 0.3
ROW, HALF = 4, 0.5
"""Columns of a row that tells no words; how much of the words a clause must have."""


def rows(story: dict[str, Any]) -> Iterator[tuple[dict[str, float], bool]]:
    """Pairs of clauses of two reports that the gold tells of, and whether they are of one point."""
    digests = sorted(map(digest_of, ledger_stories.records(story)), key=lambda d: (instant(d.published), d.id))
    entries = [Entry(digest, said) for digest in digests for said in digest.claims]
    members = [
        Member(one, p) for one in entries for p in one.digest.propositions if p.claim == one.said.id and p.back is None
    ]
    names = Names(entries)
    keys = [names.key(m.entry) for m in members]
    clauses = [(m.entry.digest.id, m.proposition) for m in members]
    weights, senses = Weights(clauses), likely.Senses(clauses)
    found = by_rules(clauses, weights, keys)[0]
    told: dict[tuple[int, int], bool] = {}
    if len(story["points"][0]["claims"][0]) > ROW:
        _tell_by_words(story["points"], members, told)
    else:
        for point in story["points"]:
            _tell(point, members, senses, found, told)
    leads = {(min(i, j), max(i, j)): lead for i, j, _, lead in senses.near()}
    for (i, j), one in sorted(told.items()):
        cosine = senses.cosine(i, j)
        known = (i, j) in found
        if (
            clauses[i][0] != clauses[j][0]
            and (known or cosine >= likely.NEAR)
            and likely.may_be_one(clauses[i][1], clauses[j][1])
        ):
            same = keys[i] is not None and keys[i] == keys[j]
            rule = found[i, j].score if known else 0.0
            lead = leads.get((i, j), likely.FARTHEST)
            yield senses.common(i, j, weights, rule, cosine, lead, one_origin=same), one


def _tell(point: dict[str, Any], members: list[Member], senses: likely.Senses, found: Any, told: Any) -> None:
    seeds = [i for i, m in enumerate(members) if point["says"] in m.whole.text]
    for seed in seeds[:1]:
        may = {
            i for i, m in enumerate(members) if any(_fits(row, m) for row in [*point["claims"], *point.get("may", [])])
        }
        chosen = set(seeds)
        for row in point["claims"]:
            some = [i for i in sorted(may) if _fits(row, members[i])]
            if some and not chosen & set(some):
                chosen.add(max(some, key=lambda i: senses.cosine(seed, i) + ((min(i, seed), max(i, seed)) in found)))
        for one in sorted(chosen):
            for i in range(len(members)):
                if i != one and (i in chosen or i not in may):
                    pair = min(i, one), max(i, one)
                    told[pair] = i in chosen or told.get(pair, False)


def _tell_by_words(points: list[dict[str, Any]], members: list[Member], told: dict[tuple[int, int], bool]) -> None:
    """Pairs of clauses one of which at least is a claim of a point: whether both are, of one."""
    groups: dict[int, set[int]] = {}
    for n, point in enumerate(points):
        for outlet, _, _, _, words in [*point["claims"], *point.get("may", [])]:
            there = [i for i, m in enumerate(members) if m.entry.digest.outlet == outlet]
            best = max(there, key=lambda i: _shared(words, members[i].whole.text), default=None)
            if best is not None and _shared(words, members[best].whole.text) >= HALF:
                groups.setdefault(best, set()).add(n)
    for i in sorted(groups):
        for j in range(len(members)):
            if i != j:
                told[min(i, j), max(i, j)] = bool(groups[i] & groups.get(j, set()))


def _shared(words: str, clause: str) -> float:
    """How much of the shorter of two is in the longer, in one piece."""
    piece = SequenceMatcher(None, words, clause, autojunk=False).find_longest_match()
    return piece.size / max(1, min(len(words), len(clause)))


def _fits(row: list[str], member: Member) -> bool:
    voice = member.entry.said.voice
    origin = (member.entry.digest.outlet if voice.kind is None else voice.name) or ""
    return row[0] == member.entry.digest.outlet and any(
        part == "*" or part.lower() in origin.lower() for part in row[1].split("|")
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--to", type=Path, default=TO)
    ask.add_argument("--of", nargs="+", default=["development", "later"], help="halves of the stories with gold")
    ask.add_argument("--stories", default="U*.toml", help="which files of training/stories (default: U*.toml)")
    ask.add_argument("--fold", help="'1/6': leave out every sixth story from the first on")
    a = ask.parse_args()
    stories = [story for half in a.of for story in ledger_stories.half(half)["stories"]]
    for path in sorted(STORIES.glob(a.stories)):
        stories += tomllib.loads(path.read_text(encoding="utf-8"))["stories"]
    if a.fold:
        first, of = map(int, a.fold.split("/"))
        stories = [story for i, story in enumerate(stories, 1) if i % of != first % of]
    pairs = [pair for story in stories for pair in rows(story)]
    names = sorted(pairs[0][0])
    scaler = StandardScaler()
    table = scaler.fit_transform(np.array([[one[name] for name in names] for one, _ in pairs]))
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(table, [label for _, label in pairs])
    weights = model.coef_[0] / scaler.scale_
    constant = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    lines = [
        "# How what two clauses have in common tells that they are one: a logistic regression's weights, by",
        f"# scripts/fit_likely.py from {len(pairs)} pairs in {len(stories)} stories.",
        f"constant = {constant:.4f}", "", "[weights]",
        *(f'"{name}" = {weight:.4f}' for name, weight in zip(names, weights, strict=True)),
    ]  # fmt: skip
    a.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(label for _, label in pairs)} of {len(pairs)} pairs are one; {a.to}\n")


if __name__ == "__main__":
    main()
