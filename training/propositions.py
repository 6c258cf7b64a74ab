"""Claims and clauses as word pieces: what ``senses.py`` learns from."""

from __future__ import annotations

import json
import random
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpora

from sayso.language.pieces import Vocabulary
from sayso.ledger import propositions
from sayso.ledger.senses import PARAGRAPH, PIECES, WORD
from sayso.reading import read_bytes
from sayso.record.spans import Span
from sayso.reports import Told

_STORY, _CLAIM = re.compile(r"# (.+)"), re.compile(r"(0|[1-9])[+-]? (.+)")
JOINING = (". ", ". ", ", and ", "; ", ", while ", " and ")
"""What stands between claims that are put into one paragraph."""
MOST_TOGETHER = 4


@dataclass(frozen=True)
class Story:
    """Claims, and the group of each; 0 for none."""

    groups: tuple[int, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """Pieces, and which of them each clause has: first, and past the last."""

    pieces: list[int]
    clauses: list[tuple[int, int]]


def stories(folder: Path) -> list[Story]:
    """The stories of all files of ``folder``, in the files' order."""
    found: list[tuple[list[int], list[str]]] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if _STORY.fullmatch(line):
                found.append(([], []))
            elif claim := _CLAIM.fullmatch(line.strip()):
                found[-1][0].append(int(claim[1]))
                found[-1][1].append(claim[2])
    return [Story(tuple(groups), tuple(claims)) for groups, claims in found]


def paragraph(text: str, clauses: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Paragraph:
    """``text`` as pieces, as the ledger reads it; clauses past what is read at a time are left out."""
    words = list(WORD.finditer(text))
    begins = [word.start() for word in words]
    ends = [0]
    pieces: list[int] = []
    for some in vocabulary.pieces([word[0].lower() for word in words]):
        pieces += some
        ends.append(len(pieces))
    spans = [(ends[bisect_left(begins, a)], ends[bisect_left(begins, b)]) for a, b in clauses]
    return Paragraph(pieces[:PIECES], [(a, b) for a, b in spans if a < b <= PIECES])


@dataclass(frozen=True)
class Reported:
    """A story's reports, paragraph by paragraph: text, where its clauses stand, and the points that each is a claim of."""

    paragraphs: tuple[tuple[str, tuple[tuple[int, int], ...], tuple[frozenset[int], ...]], ...]


def reported(folder: Path, names: str = "*.toml") -> list[Reported]:
    """The stories with gold of the files of ``folder`` so named (its README tells their form), in the files' order."""
    return [
        _reported(story)
        for path in sorted(folder.glob(names))
        for story in tomllib.loads(path.read_text(encoding="utf-8"))["stories"]
    ]


def _reported(story: dict[str, Any]) -> Reported:
    rows = [
        (n, row[0], row[4])
        for n, point in enumerate(story["points"])
        for row in (*point["claims"], *point.get("may", ()))
    ]
    made: list[tuple[str, tuple[tuple[int, int], ...], tuple[frozenset[int], ...]]] = []
    for report in story["reports"]:
        told = Told(outlet=report["outlet"], published=report["published"])
        record = read_bytes(report["text"].strip().encode(), media="text/plain", told=told)
        text = record.report.text
        spans = sorted({(s.start, s.end) for p in propositions.digest_of(record).propositions for s in p.spans})
        points: dict[tuple[int, int], set[int]] = {}
        for n, outlet, words in rows:
            at = text.find(words) if outlet == report["outlet"] else -1
            shared = {s: min(s[1], at + len(words)) - max(s[0], at) for s in spans if at >= 0}
            best = max(shared, key=lambda s: shared[s], default=(0, 0))
            if 2 * shared.get(best, 0) > min(len(words), best[1] - best[0]):
                points.setdefault(best, set()).add(n)
        for found in PARAGRAPH.finditer(text):
            a, b = found.span()
            inside = [s for s in spans if a <= s[0] and s[1] <= b]
            if inside:
                groups = tuple(frozenset(points.get(s, ())) for s in inside)
                made.append((found[0], tuple((s - a, e - a) for s, e in inside), groups))
    return Reported(tuple(made))


def packed(
    claims: Sequence[str], share: float, chance: random.Random
) -> Iterator[tuple[list[int], str, list[tuple[int, int]]]]:
    """Claims as paragraphs: which of them, the text, and where each stands. A ``share`` has two to four together.

    A clause's vector is made of its pieces' states, and these take up what stands beside them; to tell clauses of one
    paragraph apart has to be learnt.
    """
    order = list(range(len(claims)))
    chance.shuffle(order)
    while order:
        some, order = order[: (k := chance.randint(2, MOST_TOGETHER) if chance.random() < share else 1)], order[k:]
        text, spans = "", []
        for i in some:
            text += chance.choice(JOINING) if text else ""
            spans.append((len(text), len(text) + len(claims[i])))
            text += claims[i]
        yield some, text, spans


def clauses(folder: Path, to: Path) -> None:
    """Writes the paragraphs of the agency reports and of PolNeAR train, with their clauses as the ledger cuts them."""
    with to.open("w", encoding="utf-8") as out:

        def keep(text: str, spans: Sequence[Span]) -> list[str]:
            for found in PARAGRAPH.finditer(text):
                a, b = found.span()
                inside = sorted({(s.start - a, s.end - a) for s in spans if a <= s.start and s.end <= b})
                if inside:
                    out.write(json.dumps([found[0], inside]) + "\n")
            out.write("\n")
            return [""] * len(spans)

        propositions.senses = keep  # the clauses as they are handed to the encoder that is being made
        for _, text in corpora.wire_texts(folder / "wire"):
            propositions.digest_of(read_bytes(text.encode(), media="text/plain"))
        for path in sorted((folder / "polnear" / "train" / "text").glob("*.txt")):
            propositions.digest_of(read_bytes(path.read_bytes(), media="text/plain"))


def reports(path: Path, vocabulary: Vocabulary) -> list[list[Paragraph]]:
    """What :func:`clauses` wrote, report by report."""
    found: list[list[Paragraph]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            found.append([])
            continue
        text, spans = json.loads(line)
        found[-1].append(paragraph(text, [(a, b) for a, b in spans], vocabulary))
    return [[one for one in report if one.clauses] for report in found if any(one.clauses for one in report)]
