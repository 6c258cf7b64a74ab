"""What a report is about, as weighted words: who and what it names, what happens, which days."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b

from sayso.ledger.words import is_content, telling, tokens
from sayso.record.types import PROSE, Record


@dataclass(frozen=True, slots=True)
class Vector:
    """The words of a report with their weights, and which of them stand in names."""

    weights: dict[str, float]
    named: frozenset[str]
    persons: frozenset[str] = frozenset()
    """Last names."""
    numbers: frozenset[str] = frozenset()
    """Numbers of two digits or more, years aside."""
    year: str | None = None
    """The newest year that is named: about when the report was written, where nobody tells."""


LEAST_TELLING = 1.5
NAMED = 2.0
"""How much more a word counts that stands in a name."""
LEAD, LEAD_WEIGHT = 500, 1.5
"""The first characters of a report say what it is about: how many, and how much more each word there counts."""
HEAD = 40
"""Characters in which a dateline's town stands."""
DAY = 12.0
"""The weight of a day or year that is named."""
MOST = 150
INDEXED = 24
"""How many of a report's most telling terms stand in the inverted index."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d{1,12}\.\d{1,12}\b|\b\d{2,12}\b")
_MONTH_AND_DAY = re.compile(r"(?:\d{4}|XXXX)-(\d\d-\d\d)")
_WITHIN = re.compile(r"[a-z,] ")
_ADDRESS = frozenset({"http", "https", "www", "com", "html"})


def vector_of(record: Record) -> Vector:
    """The words of ``record``, with weights. A pure function of it."""
    report = record.report
    text = report.text
    named = {token.lemma for e in record.entities for m in e.mentions for token in tokens(m.text)}
    # A capital after a small letter stands in a name too, whether the record has it or not.
    named |= {t.lemma for t in tokens(text) if t.form[0].isupper() and _WITHIN.match(text, max(0, t.start - 2))}
    # So does a town in capitals at the head: 'LOUSA - By dusk'.
    head = text[:HEAD].split("\n", 1)[0]
    named |= {t.lemma for t in tokens(head) if len(t.form) > 2 and t.form.isupper()}
    counted: Counter[str] = Counter()
    first: dict[str, float] = {}
    start = min((block.start for block in report.blocks if block.role in PROSE), default=0)
    for token in tokens(report.text):
        if token.form[0].isdigit() or len(token.lemma) < 3 or token.lemma in _ADDRESS or not is_content(token):
            continue
        counted[token.lemma] += 1
        if token.start < start + LEAD:
            first[token.lemma] = first.get(token.lemma, 0.0) + LEAD_WEIGHT - 1
    weights = {
        word: (1 + math.log(count + first.get(word, 0.0))) * tell * (NAMED if word in named else 1.0)
        for word, count in counted.items()
        if (tell := telling(word)) > LEAST_TELLING
    }
    years = set(_YEAR.findall(text))
    for year in years:
        weights[f"#{year}"] = DAY
    for date in record.dates:
        match = _MONTH_AND_DAY.match(date.value)
        if match:
            weights[f"#{match[1]}"] = DAY
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    return Vector(
        {word: round(weight, 3) for word, weight in kept},
        frozenset(named & {word for word, _ in kept}),
        frozenset(name.split()[-1].lower() for e in record.entities if e.kind == "person" if (name := e.name.strip())),
        frozenset({n for n in _NUMBER.findall(text) if not _YEAR.fullmatch(n)}),
        max(years, default=None),
    )


def indexed(vector: Vector) -> list[int]:
    """The hashes of the terms that a report is found by; days are too common to find it by."""
    telling_most = sorted(
        (item for item in vector.weights.items() if item[0][0] != "#"), key=lambda item: (-item[1], item[0])
    )
    return [term_hash(word) for word, _ in telling_most[:INDEXED]]


def term_hash(word: str) -> int:
    """A term as the index keeps it: 63 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()) >> 1


def length(vector: Vector) -> float:
    """Its Euclidean length."""
    return math.sqrt(math.fsum(weight * weight for weight in vector.weights.values()))


def likeness(a: Vector, b: Vector) -> float:
    """The cosine of two vectors, 0 to 1. Symmetric to the bit."""
    return _shared(a, b, a.weights.keys() & b.weights.keys())


def named_likeness(a: Vector, b: Vector) -> float:
    """The part of :func:`likeness` that words in names make, in both reports."""
    return _shared(a, b, a.named & b.named)


def _shared(a: Vector, b: Vector, words: AbstractSet[str]) -> float:
    both = length(a) * length(b)
    return math.fsum(a.weights[word] * b.weights[word] for word in words) / both if both else 0.0


def in_common(a: Vector, b: Vector, most: int = 6) -> list[str]:
    """The words that make two reports alike, the weightiest first."""
    both = a.weights.keys() & b.weights.keys()
    shared = sorted(((a.weights[word] * b.weights[word], word) for word in both), key=lambda x: (-x[0], x[1]))
    return [word.lstrip("#") for _, word in shared[:most]]


def pack(vector: Vector) -> bytes:
    """The vector as bytes."""
    value = {
        "weights": vector.weights, "named": sorted(vector.named), "persons": sorted(vector.persons),
        "numbers": sorted(vector.numbers), "year": vector.year,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def unpack(data: bytes) -> Vector:
    """The vector that :func:`pack` made, also in an earlier version, which kept less."""
    value = json.loads(data)
    return Vector(
        value["weights"], frozenset(value["named"]), frozenset(value.get("persons", ())),
        frozenset(value.get("numbers", ())), value.get("year"),
    )  # fmt: skip
