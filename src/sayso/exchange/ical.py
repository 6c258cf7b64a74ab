"""iCalendar (RFC 5545): what is said to be scheduled or announced, on the day it is said to be.

Every entry is somebody's word and not an appointment: ``TENTATIVE``, or ``CANCELLED`` where it is said not to take
place, or where a later report gives another day. Nothing here is ever ``CONFIRMED``. What belongs in a calendar is told
in :mod:`sayso.exchange.schedule`. Of a ledger, claims of one point on one day are one entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sayso import __version__
from sayso.exchange.case import Case, Filed, words
from sayso.exchange.schedule import Entry, entries
from sayso.record.types import Claim

UNDATED = "19700101T000000Z"
"""Stamp of an entry from a report without a known time: the format wants one, and none is made up."""
MOST = 12
"""Claims of an entry whose words are told; how many more there are is said."""
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim of an entry."""

    filed: Filed
    claim: Claim
    entry: Entry
    moved: bool
    """Whether a later report gives another day or number."""

    @property
    def off(self) -> bool:
        return self.entry.off or self.moved


def write(case: Case) -> str:
    """One calendar, with the line ends that the format wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//sayso//sayso {__version__}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text('Said to be scheduled: ' + case.title)}",
    ]
    for some in _together(case):
        lines += _entry(some)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _together(case: Case) -> list[list[_Said]]:
    """What is said of each point on each day; without points, each claim by itself."""
    found: dict[tuple[object, ...], list[_Said]] = {}
    for filed in case.filed:
        for claim in filed.record.claims:
            point, stands = case.placed.get(filed.ref(claim.id), (None, None))
            for entry in entries(filed, claim):
                said = _Said(filed, claim, entry, bool(stands and stands["superseded"]))
                what = point["id"] if point else filed.ref(claim.id)
                key = (what, entry.first, entry.end, _clock(entry), said.off)
                found.setdefault(key, []).append(said)
    return list(found.values())


def _clock(entry: Entry) -> str | None:
    """The time of day, where it is one on one day."""
    clock = _CLOCK.match(entry.said[0].value) if len(entry.said) == 1 else None
    one_day = entry.end - entry.first == timedelta(1)
    return f"{clock[1]}{clock[2]}" if clock and one_day and int(clock[1]) < 24 and int(clock[2]) < 60 else None


def _entry(some: Sequence[_Said]) -> Iterator[str]:
    first = some[0]
    filed, claim, entry = first.filed, first.claim, first.entry
    yield "BEGIN:VEVENT"
    # Two days of one claim are two entries: 'put off from Monday to Friday'.
    yield f"UID:{filed.part_urn(claim.id)}" + (f":{entry.said[0].id}" if len(entries(filed, claim)) > 1 else "")
    yield f"DTSTAMP:{_stamp(filed.record.report.published)}"
    clock = _clock(entry)
    if clock is not None:
        # A floating time: reports seldom say in which zone.
        yield f"DTSTART:{_basic(entry.first)}T{clock}00"
    else:
        yield f"DTSTART;VALUE=DATE:{_basic(entry.first)}"
        yield f"DTEND;VALUE=DATE:{_basic(entry.end)}"
    yield f"STATUS:{'CANCELLED' if first.off else 'TENTATIVE'}"
    yield f"SUMMARY:{_text(words(claim.spans))}"
    told = [_word(one) for one in some[:MOST]]
    told += [f"and {len(some) - MOST} more"] if len(some) > MOST else []
    yield f"DESCRIPTION:{_text(chr(10).join(dict.fromkeys(told)))}"
    where = [filed.places[one] for one in claim.places if one in filed.places]
    at = [p for p in where if p.role == "event"]
    if len(at) == 1:
        yield f"LOCATION:{_text(at[0].name or at[0].span.text)}"
    if filed.link:
        yield f"URL:{filed.link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _word(one: _Said) -> str:
    """On whose word it is, and in which words the day is told."""
    standing = one.claim.standing
    why = ["said not to take place then"] if one.entry.off else []
    why += ["a later report gives another day or number"] if one.moved and not one.entry.off else []
    why += [f"certainty {standing.certainty}"] if standing.certainty != "certain" else []
    days = " – ".join(f"“{day.span.text}”" for day in one.entry.said)
    return "; ".join([f"On the word of {one.filed.way(one.claim)}", days, *why, one.filed.label])


def _basic(day: date) -> str:
    """The day as the format writes it; years before 1000 have four digits, too."""
    return day.isoformat().replace("-", "")


def _stamp(published: str | None) -> str:
    try:
        at = datetime.fromisoformat(published or "")
        told = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
        return f"{_basic(told.date())}T{told:%H%M%S}Z"
    except (ValueError, OverflowError):
        return UNDATED


def _text(value: str) -> str:
    """A text value: no control characters, the format's own signs escaped."""
    value = re.sub(r"\r\n?|\n", "\n", value)
    value = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", " ", value)
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, cut between characters."""
    made, size = [], 0
    for character in line:
        width = len(character.encode("utf-8", "replace"))
        if size + width > 75:
            made.append("\r\n ")
            size = 1
        made.append(character)
        size += width
    return "".join(made)
