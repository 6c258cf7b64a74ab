"""A long report in parts, so that a page of it costs what a page of a short one does.

A part is a stretch of the text, and what is said in it; it is cut out of the record's JSON before the rest is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sayso.ledger import browsing
from sayso.ledger.answers import Json

_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of how many, and its characters."""

    number: int
    of: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a report, with the record of it."""

    part: Part
    record: Json
    names: tuple[tuple[str, str], ...]
    """The first and the last statement, claim or silence in each part of the report; empty where there is nothing."""


@lru_cache(maxsize=64)
def cut_of(data: bytes, most: int, number: int, at: str | None) -> Cut | None:
    """The same of a record as the ledger keeps it; the parts that were last looked at are kept.

    Raises:
        ValueError: it is no JSON.
    """
    return cut(browsing.thawed(data), most, number, at)


def cut(record: Json, most: int, number: int, at: str | None) -> Cut | None:
    """A part of a report; ``None`` where it has no such part.

    Args:
        record: the record's JSON.
        most: characters of a part, more or less: it ends with a paragraph or, in a long one, before something is said.
        number: which part, from 1; 0 is the whole report.
        at: a statement, claim or silence; where the report has it, the part with it is meant.
    """
    starts = _starts(record)
    places = sorted((start, name) for name, start in starts.items())
    edges = list(_edges(record, most, [start for start, _ in places]))
    parts = [Part(i, len(edges) - 1, *pair) for i, pair in enumerate(pairwise(edges), 1)]
    if number == 0 or len(parts) == 1:
        return Cut(Part(0 if number == 0 else 1, len(parts), edges[0], edges[-1]), record, ()) if number < 2 else None
    if at in starts:
        number = next(part.number for part in reversed(parts) if part.start <= starts[at] or part.number == 1)
    if number > len(parts):
        return None
    chosen = parts[number - 1]
    names = []
    for part in parts:
        some = [name for start, name in places if part.start <= start < part.end and name[0] in "sq"]
        names.append((some[0], some[-1]) if some else ("", ""))
    return Cut(chosen, _within(record, chosen, starts), tuple(names))


def _starts(record: Json) -> dict[str, int]:
    """Where the words of each statement, claim and silence begin."""
    found: dict[str, int] = {}
    for one in record["statements"]:
        spans = [span for span in (one["source"], one["cue"], *one["content"]) if span]
        found[one["id"]] = min((span["start"] for span in spans), default=0)
    for one in record["claims"]:
        own = min((span["start"] for span in one["spans"]), default=0)
        # A claim stands on the card of its statement.
        found[one["id"]] = found.get(one["statement"] or "", own)
    for one in record["silences"]:
        found[one["id"]] = one["span"]["start"]
    return found


def _edges(record: Json, most: int, starts: Sequence[int]) -> Iterator[int]:
    """Where the parts begin, and where the last one ends."""
    text: str = record["report"]["text"]
    yield 0
    last = 0
    for block in record["report"]["blocks"]:
        if block["start"] > last and block["end"] - last > most:
            last = block["start"]
            yield last
        while block["end"] - last > 2 * most:
            # A paragraph that is longer than a part is cut before something is said, else at a space.
            i = bisect_left(starts, last + most)
            inside = i < len(starts) and starts[i] < min(block["end"], last + 2 * most)
            space = _SPACE.search(text, last + most, last + 2 * most)
            last = starts[i] if inside else space.end() if space else last + 2 * most
            yield last
    yield len(text)


def _within(record: Json, part: Part, starts: dict[str, int]) -> Json:
    """The record of what is said in a part."""

    def here(start: int) -> bool:
        return part.start <= start < part.end

    statements = [one for one in record["statements"] if here(starts[one["id"]])]
    claims = [one for one in record["claims"] if here(starts[one["id"]])]
    kept = {one["id"] for one in claims}
    events = [one for one in record["events"] if one["claim"] in kept]
    called = {name for one in events for name in (*one["actors"], *one["recipients"])}
    called |= {holder["entity"] for one in statements for holder in one["chain"] if holder["entity"]}
    named = {name for one in claims for name in (*one["dates"], *one["places"])}
    named |= {one["said_on"] for one in statements if one["said_on"]}
    return {
        **record,
        "statements": statements,
        "claims": claims,
        "silences": [one for one in record["silences"] if here(starts[one["id"]])],
        "events": events,
        "entities": list(_entities(record["entities"], part, called)),
        "places": [one for one in record["places"] if one["id"] in named or here(one["span"]["start"])],
        "dates": [one for one in record["dates"] if one["id"] in named or here(one["span"]["start"])],
        "notes": [one for one in record["notes"] if one["span"] is None or here(one["span"]["start"])],
    }


def _entities(some: Iterable[Json], part: Part, called: set[str]) -> Iterator[Json]:
    for one in some:
        mentions = [span for span in one["mentions"] if part.start <= span["start"] < part.end]
        if mentions or one["id"] in called:
            yield {**one, "mentions": mentions or one["mentions"][:1]}
