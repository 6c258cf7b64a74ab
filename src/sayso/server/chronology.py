"""What is said to have happened when, or to be to come, as precisely as it is said and no more.

The ledger's points know days; how a report put a date, and what year it left open, stands in its record. So the dates
here come from the records, and what they are dates of from the points.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from sayso.ledger.answers import Json, Story
from sayso.ledger.origins import instant
from sayso.ledger.queries import Line
from sayso.server.points import firm
from sayso.web.phrases import DENIES, day_phrase, modified

Part = Literal["happened", "ahead"]
Dates = Mapping[str, Sequence[Json]]
"""Claim's id → its dates."""
_AHEAD = frozenset({"future", "scheduled", "conditional"})
KNOWN, NO_YEAR, VAGUE = 0, 1, 2
"""How much is known of a date: its days; all but its year, or the like; only that it is past, or to come."""


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody's word for it."""

    report: str
    claim: str
    way: tuple[str, ...]
    published: str | None
    against: bool
    standing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One point at one date."""

    point: str
    story: str
    story_title: str
    text: str
    """What is said at this date, in the words of the first to say so."""
    words: tuple[Word, ...]
    first_reported: str | None
    independent: int
    disputed: bool
    """Whether reports contradict each other on its date."""
    denied: bool
    """Whether all who give it this date deny it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, as it was put, and what belongs to it."""

    when: str
    precision: str
    known: int
    first: str | None
    last: str | None
    entries: tuple[Entry, ...]
    value: str = ""
    """TIMEX3 value, where the day is not known."""
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A story's points, and the dates in its reports."""

    story: Story
    lines: Sequence[Line]
    points: Sequence[Json]
    dates: Mapping[str, Dates]
    """Report's id → its dates."""
    published: Mapping[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "published", {line.shown.id: line.shown.published for line in self.lines})


@dataclass(frozen=True, slots=True)
class _When:
    known: int
    first: str
    last: str
    said: str
    precision: str
    mod: str | None = None


def chronology(told: Iterable[Told]) -> dict[Part, list[Moment]]:
    """What happened and what is ahead, each by date."""
    parts: dict[Part, dict[_When, dict[str, tuple[Told, Json, list[Json]]]]] = {"happened": {}, "ahead": {}}
    for one in told:
        for point in one.points:
            for claim in point["claims"]:
                for when in _whens(claim, one.dates.get(claim["report"], {})):
                    part: Part = "ahead" if claim["standing"]["time"] in _AHEAD else "happened"
                    found = parts[part].setdefault(when, {}).setdefault(point["id"], (one, point, []))
                    found[2].append(claim)
    return {part: [_moment(when, found) for when, found in _sorted(by_date)] for part, by_date in parts.items()}


def _sorted(
    by_date: Mapping[_When, dict[str, tuple[Told, Json, list[Json]]]],
) -> list[tuple[_When, dict[str, tuple[Told, Json, list[Json]]]]]:
    return sorted(by_date.items(), key=lambda one: (one[0].known, one[0].first, one[0].last, one[0].said))


def first(moments: Sequence[Moment], most: int) -> tuple[list[Moment], int]:
    """The first entries of a list of moments, and how many more there are."""
    made: list[Moment] = []
    room = most
    for moment in moments:
        if room <= 0:
            break
        made.append(replace(moment, entries=moment.entries[:room]))
        room -= len(made[-1].entries)
    return made, sum(len(moment.entries) for moment in moments) - (most - max(0, room))


def undated(told: Iterable[Told]) -> int:
    """How many points no report gives a date."""
    return sum(
        not any(_whens(claim, one.dates.get(claim["report"], {})) for claim in point["claims"])
        for one in told
        for point in one.points
    )


def reported(told: Iterable[Told]) -> list[Moment]:
    """The points by the day they were first reported; a report without a day is last."""
    days: dict[str, list[Entry]] = {}
    for one in told:
        for point in one.points:
            first = [c for c in point["claims"] if _published(one, c) == point["first_seen"]]
            days.setdefault((point["first_seen"] or "")[:10], []).append(_entry(one, point, first or point["claims"]))
    return [
        Moment(
            day_phrase(day) if day else "not told when", "day" if day else "unknown", KNOWN if day else VAGUE, day, day,
            tuple(sorted(entries, key=lambda e: (instant(e.first_reported), e.point))),
        )
        for day, entries in sorted(days.items(), key=lambda item: (not item[0], item[0]))
    ]  # fmt: skip


@lru_cache(maxsize=4_000)
def dates_in(data: bytes) -> Dates:
    """The dates in a record; kept by its bytes, since the same reports are looked at again and again.

    Args:
        data: the record's JSON, as the ledger keeps it.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        record = json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    text = record["report"]["text"]
    by_id = {
        one["id"]: one | {"bound": _bound(text, one)} for one in record["dates"] if one["type"] in ("DATE", "TIME")
    }
    return {
        claim["id"]: [by_id[one] for one in claim["dates"] if one in by_id]
        for claim in record["claims"]
        if claim["dates"]
    }


BOUND = "a bound"
"""The precision of a date that is but the end or the beginning of a time."""
_BOUND = re.compile(r"\b(before|after|until|till|since|by)(?: (?:the|about))? $", re.IGNORECASE)


def _bound(text: str, date: Json) -> str | None:
    """The word before a date that makes it the end or the beginning of a time: 'before 2028' is no day of 2028."""
    start = date["span"]["start"]
    found = _BOUND.search(text, max(0, start - 20), start)
    return found[1].lower() if found else None


def _whens(claim: Json, dates: Dates) -> list[_When]:
    found = dates.get(claim["claim"].rpartition("/")[2], [])
    # A claim may say several things; only the dates within those of this point are its own.
    inside = [
        date for date in found
        if any(s["start"] <= date["span"]["start"] and date["span"]["end"] <= s["end"] for s in claim["spans"])
    ]  # fmt: skip
    return list(dict.fromkeys(_when(date) for date in inside))


def _when(date: Json) -> _When:
    said = modified(date["value"], date.get("mod"))
    first, last = date["earliest"], date["latest"]
    if date["value"] == "PRESENT_REF" and first is not None:
        said = f"{day_phrase(first[:10])} (“{date['span']['text']}” in the report)"
    bound = date.get("bound")
    if bound is not None and not date["value"].endswith("_REF"):
        said = f"{bound} {said}"
    if first is None:
        known = VAGUE if date["value"].endswith("_REF") else NO_YEAR
        return _When(
            known, date["value"], "", said, "not dated" if known == VAGUE else "year or day unknown", date.get("mod")
        )
    precision = BOUND if bound is not None else _precision(date, first, last or first)
    return _When(KNOWN, first, last or first, said, precision)


def _precision(date: Json, first: str, last: str) -> str:
    if "/" in date["value"]:
        return "a range"
    if first[:10] == last[:10]:
        return "a time of day" if re.search(r"\dT", date["value"]) else "a day"
    if re.fullmatch(r"\d{4}-\d\d", date["value"]):
        return "a month"
    return "a year" if re.fullmatch(r"\d{4}", date["value"]) else "a stretch of days"


def _moment(when: _When, found: Mapping[str, tuple[Told, Json, list[Json]]]) -> Moment:
    entries = [_entry(one, point, claims) for one, point, claims in found.values()]
    entries.sort(key=lambda e: (-e.independent, instant(e.first_reported), e.point))
    known = when.known == KNOWN
    return Moment(
        when.said,
        when.precision,
        when.known,
        when.first if known else None,
        when.last if known else None,
        tuple(entries),
        "" if known else when.first,
        when.mod,
    )


def _entry(one: Told, point: Json, claims: Sequence[Json]) -> Entry:
    words = [
        Word(
            c["report"], c["claim"].rpartition("/")[2], tuple(h["name"] or "source not told" for h in c["chain"]),
            _published(one, c), c["relation"] == "contradicts", firm(c),
        )
        for c in claims
    ]  # fmt: skip
    words.sort(key=lambda w: (instant(w.published), w.report, w.claim))
    refs = {c["claim"] for c in claims}
    first = next(c for c in claims if c["claim"] == f"{words[0].report}/{words[0].claim}")
    said = " … ".join(span["text"] for span in first["spans"])
    return Entry(
        point["id"], one.story.id, one.story.title, said, tuple(words), point["first_seen"],
        point["independent_origins"],
        any(against["on"] == "date" and refs & set(against["claims"]) for against in point["contradictions"]),
        all(c["standing"]["stance"] == DENIES for c in claims),
    )  # fmt: skip


def _published(one: Told, claim: Json) -> str | None:
    return one.published.get(claim["report"])
