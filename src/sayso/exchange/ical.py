"""iCalendar (RFC 5545): what is said to be scheduled, on the day it is said to be.

Every entry is somebody's word and not an appointment: ``TENTATIVE``, or ``CANCELLED`` where it is said not to take
place, or where a later report gives another day. Nothing here is ever ``CONFIRMED``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sayso import __version__
from sayso.exchange.case import Case, Filed, words
from sayso.record.types import Claim, Date

LONGEST = 31
"""Days: what is due some time in a longer stretch ('next year') has no place in a calendar."""
UNDATED = "19700101T000000Z"
"""Stamp of an entry from a report without a known time: the format wants one, and none is made up."""
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d)")


def write(case: Case) -> str:
    """One calendar, with the line ends that the format wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//sayso//sayso {__version__}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text('Said to be scheduled: ' + case.title)}",
    ]
    for filed in case.filed:
        for claim in filed.record.claims:
            on = _day_of(filed, claim) if claim.standing.time == "scheduled" else None
            if on is not None:
                lines += _entry(case, filed, claim, on)
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])


def _day_of(filed: Filed, claim: Claim) -> Date | None:
    """The date that it is scheduled for: its event's, else the only one in its words that is not past already."""
    named = dict.fromkeys(e.date for e in filed.events_of.get(claim.id, ()) if e.date) or dict.fromkeys(claim.dates)
    published = (filed.record.report.published or "")[:10]
    found = [d for d in (filed.dates.get(one or "") for one in named) if d is not None and d.type in ("DATE", "TIME")]
    ahead = [d for d in found if d.latest is not None and d.earliest is not None and d.latest >= published]
    [one] = ahead if len(ahead) == 1 else [None]
    return one if one is not None and _days(one) else None


def _days(on: Date) -> tuple[date, date] | None:
    """First day, and the day after the last."""
    try:
        first, last = date.fromisoformat(on.earliest or ""), date.fromisoformat(on.latest or "")
        return (first, last + timedelta(1)) if timedelta(0) <= last - first < timedelta(LONGEST) else None
    except (ValueError, OverflowError):
        return None


def _entry(case: Case, filed: Filed, claim: Claim, on: Date) -> Iterator[str]:
    days = _days(on)
    assert days is not None
    report = filed.record.report
    _, stands = case.placed.get(filed.ref(claim.id), (None, None))
    moved = bool(stands and stands["superseded"])
    off = claim.standing.polarity == "negative"
    yield "BEGIN:VEVENT"
    yield f"UID:{filed.part_urn(claim.id)}"
    yield f"DTSTAMP:{_stamp(report.published)}"
    clock = _CLOCK.match(on.value)
    if clock and days[1] - days[0] == timedelta(1) and int(clock[1]) < 24 and int(clock[2]) < 60:
        # A floating time: reports seldom say in which zone.
        yield f"DTSTART:{_basic(days[0])}T{clock[1]}{clock[2]}00"
    else:
        yield f"DTSTART;VALUE=DATE:{_basic(days[0])}"
        yield f"DTEND;VALUE=DATE:{_basic(days[1])}"
    yield f"STATUS:{'CANCELLED' if off or moved else 'TENTATIVE'}"
    yield f"SUMMARY:{_text(words(claim.spans))}"
    why = ["said not to take place"] if off else ["a later report gives another day or number"] if moved else []
    said = [f"On the word of {filed.way(claim)}", f"“{on.span.text}”", *why, filed.label]
    yield f"DESCRIPTION:{_text('; '.join(said))}"
    where = [filed.places[one] for one in claim.places if one in filed.places]
    at = [p for p in where if p.role == "event"]
    if len(at) == 1:
        yield f"LOCATION:{_text(at[0].name or at[0].span.text)}"
    if filed.link:
        yield f"URL:{filed.link}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


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
