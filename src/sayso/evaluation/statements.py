"""Statements against PolNeAR's attributions (Newell et al. 2018), in the terms of Pareti's evaluations.

Only word tokens (``\\w+``) count, so quotation marks at the edges make no difference. A content match is a pair with a
Jaccard index of 0.5 or more over the words of the contents, matched one to one, best first; it is a full match where
the sources share a word or are both empty, and exact where the contents have the same words. Everything in
``record.statements`` is a prediction: attitudes and publications, too.

By kind there is recall only. Gold attributions have a kind (by the quotation marks around their content, and by their
cue), but a prediction that matches none has no gold kind, so there is no precision that could be told fairly.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sayso.evaluation.corpora import files_of, read_text
from sayso.evaluation.yardstick import (
    Document,
    Figure,
    Tally,
    Yardstick,
    f_score,
    one_to_one,
    percent,
    record_of,
    share,
)
from sayso.record.spans import Span
from sayso.record.types import Record
from sayso.statements.quotations import Quotations

ROLES = ("source", "cue", "content")
MATCHES = ("content match", "full match", "exact content")
KINDS = ("direct", "mixed", "indirect", "according-to")
CORPUS = ("polnear/dev/text/*.txt", "polnear/dev/attributions/*.ann")
_THRESHOLD = 0.5
_WORD = re.compile(r"\w+")
_SPAN = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")
_RELATION = re.compile(r"E\d+\t(Attribution:.*)")
_BINS = 10

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A gold attribution: character ranges of its parts."""

    source: Ranges = ()
    cue: Ranges = ()
    content: Ranges = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """An attribution as sets of word tokens."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    def agrees(self, other: _Words) -> bool:
        return bool(self.source & other.source) or not (self.source or other.source)


def documents(corpora: Path) -> list[Document[tuple[Attribution, ...]]]:
    """PolNeAR's development part: 84 articles; one annotator's file where an article has several."""
    found = []
    annotations: dict[str, Path] = {}
    for path in files_of(corpora, CORPUS[1:]):
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    for path in files_of(corpora, CORPUS[:1]):
        if path.stem in annotations:
            lines = annotations[path.stem].read_text(encoding="utf-8").split("\n")
            found.append(Document(path.stem, read_text(path), attributions(lines)))
    return found


def attributions(lines: Iterable[str]) -> tuple[Attribution, ...]:
    """The attributions in the lines of a brat standoff file."""
    spans: dict[str, Ranges] = {}
    relations: list[list[str]] = []
    for line in lines:
        if span := _SPAN.match(line):
            pairs = (part.split() for part in span.group(3).split(";"))
            spans[span.group(1)] = tuple((int(start), int(end)) for start, end in pairs)
        elif relation := _RELATION.match(line):
            relations.append(relation.group(1).split()[1:])
    found = []
    for arguments in relations:
        parts: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for argument in arguments:
            name, _, one = argument.rpartition(":")
            parts.get(name.rstrip("0123456789").lower(), []).extend(spans.get(one, ()))
        found.append(Attribution(*(tuple(sorted(parts[role])) for role in ROLES)))
    return tuple(found)


def measure(document: Document[tuple[Attribution, ...]]) -> Tally:
    """Reads a document and counts."""
    return compare(record_of(document), document.gold)


def compare(record: Record, gold: tuple[Attribution, ...]) -> Tally:
    """Counts what ``record`` has of the gold attributions of its text."""
    tally = Tally()
    text = record.report.text
    tokens = [m.span() for m in _WORD.finditer(text)]
    predicted = [
        Attribution(_ranges(s.source), _ranges(s.cue), tuple((c.start, c.end) for c in s.content))
        for s in record.statements
    ]
    left, right = [_words(a, tokens) for a in gold], [_words(a, tokens) for a in predicted]
    for role in ROLES:
        g = frozenset[int]().union(*(getattr(a, role) for a in left))
        p = frozenset[int]().union(*(getattr(a, role) for a in right))
        _count(tally, f"{role} tokens", len(g & p), len(p), len(g))
    pairs: list[tuple[float, float, int, int]] = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            common = len(a.content & b.content)
            jaccard = common / len(a.content | b.content) if common else 0.0
            if common and jaccard >= _THRESHOLD:
                pairs.append((-jaccard, float(not a.agrees(b)), i, j))
    kinds = _kinds(record, gold)
    for kind in kinds:
        for match in MATCHES:
            tally.add(f"{kind}, {match}.gold")
    for match in MATCHES:
        _count(tally, match, 0, len(right), len(left))
    # What a statement's score is the chance of: a full match.
    matched: set[int] = set()
    for i, j in one_to_one(pairs):
        if left[i].agrees(right[j]):
            matched.add(j)
        for match, holds in zip(
            MATCHES, (True, left[i].agrees(right[j]), left[i].content == right[j].content), strict=True
        ):
            tally.add(f"{match}.right", holds)
            tally.add(f"{kinds[i]}, {match}.right", holds)
    for j, statement in enumerate(record.statements):
        at = min(_BINS - 1, int(statement.score * _BINS))
        tally.add(f"score {at}.n")
        tally.add(f"score {at}.sum", statement.score)
        tally.add(f"score {at}.right", j in matched)
    return tally


def figures(tally: Tally) -> list[Figure]:
    """F1 over all, recall by gold's kind, and how far scores are from the share of matches."""
    found = [f_score(tally, f"{role} tokens") for role in reversed(ROLES)]
    found += [f_score(tally, match) for match in MATCHES]
    found += [share(tally, f"{kind}, {match}", f"{kind}: {match}, recall") for kind in KINDS for match in MATCHES]
    total = sum(tally[f"score {at}.n"] for at in range(_BINS))
    error = sum(abs(tally[f"score {at}.sum"] - tally[f"score {at}.right"]) for at in range(_BINS))
    name = "score, expected calibration error"
    found.append(Figure(name, percent(error, total), round(total), lower_is_better=True, floored=False))
    return found


def _count(tally: Tally, key: str, right: int, found: int, gold: int) -> None:
    for part, amount in (("right", right), ("found", found), ("gold", gold)):
        tally.add(f"{key}.{part}", amount)


def _ranges(span: Span | None) -> Ranges:
    return ((span.start, span.end),) if span else ()


def _words(attribution: Attribution, tokens: list[tuple[int, int]]) -> _Words:
    """The tokens that share a character with each part; ``tokens`` are sorted and disjoint."""
    starts, ends = [s for s, _ in tokens], [e for _, e in tokens]

    def inside(ranges: Ranges) -> frozenset[int]:
        return frozenset(i for a, b in ranges for i in range(bisect_right(ends, a), bisect_left(starts, b)))

    return _Words(inside(attribution.source), inside(attribution.cue), inside(attribution.content))


def _kinds(record: Record, gold: tuple[Attribution, ...]) -> list[str]:
    """Each gold attribution's kind: ``according-to`` by its cue, the others by how much of the content is quoted."""
    text = record.report.text
    quotations = Quotations(record.report)
    found: list[str] = []
    for one in gold:
        if any("according" in text[s:e].lower() for s, e in one.cue):
            found.append("according-to")
        else:
            found.append(quotations.kind(Span.of(text, s, e) for s, e in one.content))
    return found


YARDSTICK = Yardstick(
    name="statements",
    about="Attributions of PolNeAR's development part, F1. A full match has a content of Jaccard 0.5 or more and a "
    "source that shares a word with gold's. By kind of gold attribution there is recall only: a prediction that "
    "matches nothing has no gold kind.",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("content tokens", "source tokens", "cue tokens", *MATCHES),
)
