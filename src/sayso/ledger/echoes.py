"""Signs that words were taken over: near-identical text, and credits.

Near-identical text by shingles: hashes of every run of five words (Broder 1997, 'On the resemblance and containment of
documents'), of which a report keeps those divisible by a fixed number, so that two reports keep the same ones of the
words that they share. Containment of the shorter in the longer, not resemblance: a cut of a wire report is a copy too.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from sayso.ledger.lexicon import words
from sayso.record.types import Report

RUN = 5
EVERY = 3
"""One shingle in so many is kept of a report."""
MOST = 2000
COPY = 0.6
"""From this containment on, a text is a copy of another."""
FEWEST = 4
"""Shingles that a copy must share at least."""

_WORD = re.compile(r"\w+")
_IN_DATELINE = re.compile(r"\(([^()]{2,40})\)|/([^/]{2,40})/")
_CREDIT = re.compile(
    r"(?:^|\n)\s*(?:[-–—(\[/]\s*)?(?:with\s+)?(?:source|credit|via|from|reporting\s+by|additional\s+reporting\s+by|"
    r"(?:with\s+)?(?:files|material|reporting|agencies|input)\s+from)?\s*:?\s*"
    r"([A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3})\s*(?:contributed to this (?:report|story|article))?\s*[)\]/]?\.?\s*$"
)
_AT_END = re.compile(r"[.!?\"”]\s*\(([A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3})\)\s*$")
_CONTRIBUTED = re.compile(r"([A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3}) contributed to this (?:report|story|article)")
_FROM = re.compile(
    r"(?:[Ww]ith|[Ii]ncludes?|[Uu]ses?|[Cc]ontains?)\s+(?:files|material|reporting|input|information|copy)\s+(?:from|by)\s+"
    r"(?:the\s+)?([A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3})"
)
_REPORTING_BY = re.compile(r"^\W*(?:reporting|editing|writing|compiled)\b", re.IGNORECASE)


def shingles(text: str, *, every: int = EVERY) -> tuple[int, ...]:
    """The kept shingles of ``text``, sorted."""
    found = [word.lower() for word in _WORD.findall(text)]
    made = set()
    for i in range(max(0, len(found) - RUN + 1)):
        one = int.from_bytes(blake2b(" ".join(found[i : i + RUN]).encode("utf-8", "replace"), digest_size=4).digest())
        if one % every == 0:
            made.add(one)
    return tuple(sorted(made)[:MOST])


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the shorter text stands in the longer, 0 to 1; 0 where too little is shared to tell."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= FEWEST else 0.0


def credits_of(report: Report) -> tuple[str, ...]:
    """The agencies that a report says it is from or draws on: in its metadata, dateline, byline and credit lines."""
    found: list[str] = _credited(report.credit or "")
    for line in (report.dateline or "", *_first_lines(report)):
        found += [name for match in _IN_DATELINE.finditer(line) for name in match.groups() if name]
    if report.byline:
        found += [name for name in words("credits", "agencies") if re.search(rf"\b{re.escape(name)}\b", report.byline)]
    tail = report.text.rstrip()[-400:]
    last = tail.rsplit("\n", 1)[-1].strip()
    if len(last) <= 60 and not _REPORTING_BY.match(last) and (match := _CREDIT.search("\n" + last)):
        found.append(match[1])
    found += [match[1] for match in [_AT_END.search(tail)] if match]
    found += [match[1] for pattern in (_CONTRIBUTED, _FROM) for match in pattern.finditer(tail)]
    for block in report.blocks:
        words_of = report.text[block.start : block.end].strip()
        if block.role in {"boilerplate", "byline"} and len(words_of) <= 80 and not _REPORTING_BY.match(words_of):
            found += [match[1] for match in [_CREDIT.search("\n" + words_of)] if match]
    kept: dict[str, None] = {}
    for name in found:
        clean = re.sub(r"^(?:(?:[Tt]he|[Bb]y|[Ww]ith|[Ff]rom|[Vv]ia)\s+)+", "", name.strip(" .-–—"))
        nobody = set(re.findall(r"[a-z]+", clean.lower())) <= words("credits", "own")
        if clean and any(char.isalpha() for char in clean) and not re.search(r"\d", clean) and not nobody:
            kept.setdefault(clean)
    return tuple(sorted(kept))


def _credited(line: str) -> list[str]:
    """Whom a credit line names: several only where one is a known agency, since a name, too, may have a comma."""
    parts = [part.strip() for part in re.split(r"[,;/]", line)]
    return parts if words("credits", "agencies").intersection(parts) else [line]


def _first_lines(report: Report) -> tuple[str, ...]:
    head = report.text[:120].split("\n", 1)[0]
    match = re.match(r"[A-Z][A-Z .'-]+(?:,[^()/\n]{0,40})?\s*(\([^()]{2,40}\)|/[^/]{2,40}/)\s*[-–—]", head)
    return (match[1],) if match else ()
