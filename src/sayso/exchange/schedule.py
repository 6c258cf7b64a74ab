"""What of a record belongs in a calendar, on which days, and whether it is off.

That is: what is said to be scheduled; what somebody, or the outlet in its own voice, says will be on a known day to
come; and what is said to have been called off or put off from such a day. The standing tells which, and a few words
around the day tell whether the day is meant itself ('on Friday') or is but a limit ('before Friday').
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from sayso.exchange.case import Filed
from sayso.record.types import Claim, Date

LONGEST = 31
"""Days: what is due some time in a longer stretch ('next year') has no place in a calendar."""
ANNOUNCED = {"certain": ("states", "confirms", "promises", "unspecified"), "probable": ("expects", "promises")}
"""Of what lies ahead: the certainty and the stances of an announcement, rather than of a guess, a wish or a threat."""
MOST_DAYS = 4
"""Days to come that a claim of a calling off may name; of more it is not told which is which."""
_WORD = re.compile(r"[\w'’]+|[^\w\s]")
_BEFORE = 60
"""Characters before a day in which the words before it are looked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim on a day, or on a stretch of days."""

    first: date
    end: date
    """The day after the last."""
    said: tuple[Date, ...]
    """The dates that it rests on: one, or the first and the last."""
    off: bool
    """Whether it is said not to be on that day."""


def entries(filed: Filed, claim: Claim) -> list[Entry]:
    """The places of a claim in a calendar: seldom more than one, and mostly none."""
    standing = claim.standing
    if _called_off(claim):
        return list(_put_off(filed, claim))
    if standing.time == "scheduled":
        return _on(filed, claim, _ahead(filed, claim, today=True), off=standing.polarity == "negative")
    if standing.time == "future" and _announced(filed, claim):
        # 'Ministers agreed on Monday to meet', of a Monday, tells of no day.
        return _on(filed, claim, _ahead(filed, claim, today=False), off=False)
    return []


def _called_off(claim: Claim) -> bool:
    """Whether it tells of a calling off: in the past, or, of what is scheduled, as what has been done with it."""
    found = _off().search(" … ".join(span.text for span in claim.spans))
    # Where the calling off is what the claim says, the claim is negative by it, and positive where it is denied.
    by_it = {form.partition(" ")[0] for form in _told()["off"]} & {word.text.lower() for word in claim.standing.because}
    off = claim.standing.polarity == ("negative" if by_it else "positive")
    return off and found is not None and (claim.standing.time in ("past", "ongoing") or bool(found[1]))


def _announced(filed: Filed, claim: Claim) -> bool:
    """Whether somebody says that it will be; a state of mind announces nothing."""
    standing, statement = claim.standing, filed.said_by(claim)
    if standing.polarity == "negative" or standing.condition is not None:
        return False
    if statement is None:
        return standing.certainty == "certain"
    return statement.kind != "attitude" and standing.stance in ANNOUNCED.get(standing.certainty, ())


def _on(filed: Filed, claim: Claim, days: Sequence[Date], *, off: bool) -> list[Entry]:
    """On the only one of the days, on the only stretch of two, or on the one that is its event's."""
    if len(days) == 2 and _joined(filed, *days):
        return _entry(days, off)
    if len(days) > 1:
        events = {event.date for event in filed.events_of.get(claim.id, ())}
        days = [day for day in days if day.id in events]
    if len(days) != 1 or _before(filed, days[0], "limits") or (not off and _apart(filed, claim, days[0])):
        return []
    return _entry(days, off)


def _apart(filed: Filed, claim: Claim, day: Date) -> bool:
    """Whether the day is of something else: in 'will leave after the vote on …', 'will meet those who came on …'."""
    start = next((span.start for span in claim.spans if span.covers(day.span)), day.span.start)
    begin = max([start, *(span.end for span in claim.standing.because if start <= span.end <= day.span.start)])
    words = _WORD.findall(filed.record.report.text[begin : day.span.start].lower())
    # 'that on Friday it would …' begins with what joins the claim to its cue.
    return not (_told()["limits"] | _told()["clauses"]).isdisjoint(words[1:] if begin == start else words)


def _put_off(filed: Filed, claim: Claim) -> Iterator[Entry]:
    """The day that it was to be on, and the one that it is put off to."""
    ahead = _ahead(filed, claim, today=False)
    if len(ahead) > MOST_DAYS:
        return
    to = [day for day in ahead if _before(filed, day, "put_to") and _behind_off(filed, claim, day)]
    rest = [day for day in ahead if day not in to and not _before(filed, day, "limits")]
    if len(rest) == 1:
        yield from _entry(rest, off=True)
    if len(to) == 1:
        yield from _entry(to, off=False)


def _behind_off(filed: Filed, claim: Claim, day: Date) -> bool:
    """Whether the calling off is told before the day: in 'set for Monday, was put off' Monday is no new day."""
    start = next((span.start for span in claim.spans if span.covers(day.span)), day.span.start)
    return _off().search(filed.record.report.text, start, day.span.start) is not None


def _ahead(filed: Filed, claim: Claim, *, today: bool) -> list[Date]:
    """The days in a claim's words that were to come when the report was published, perhaps with that day, in order."""
    published = (filed.record.report.published or "")[:10]
    found = [filed.dates[one] for one in dict.fromkeys(claim.dates) if one in filed.dates]
    found = [
        d for d in found
        if d.type in ("DATE", "TIME") and d.mod not in ("BEFORE", "AFTER") and not d.value.endswith("_REF")
        and d.earliest and d.latest
        and (d.latest >= published if today else d.earliest > published)
    ]  # fmt: skip
    return sorted(found, key=lambda d: d.span)


def _entry(days: Sequence[Date], off: bool) -> list[Entry]:
    try:
        first, last = date.fromisoformat(days[0].earliest or ""), date.fromisoformat(days[-1].latest or "")
        known = timedelta(0) <= last - first < timedelta(LONGEST)
        return [Entry(first, last + timedelta(1), tuple(days), off)] if known else []
    except (ValueError, OverflowError):
        return []


def _joined(filed: Filed, first: Date, second: Date) -> bool:
    """Whether the second of two days ends what begins on the first."""
    between = filed.record.report.text[first.span.end : max(first.span.end, second.span.start)][:_BEFORE]
    return between.strip().lower() in _told()["through"]


def _before(filed: Filed, day: Date, which: str) -> bool:
    """Whether one of these words stands before a day."""
    text = filed.record.report.text[max(0, day.span.start - _BEFORE) : day.span.start]
    for word in reversed(_WORD.findall(text.lower())):
        if word in _told()[which]:
            return True
        if which == "put_to" and word == "least":
            # 'Until at least Friday' is no Friday.
            return False
        if word not in _told()["between"]:
            return False
    return False


@cache
def _told() -> dict[str, frozenset[str]]:
    told = tomllib.loads((resources.files("sayso.exchange") / "schedule.toml").read_text("utf-8"))
    return {name: frozenset(some) for name, some in told.items()}


@cache
def _off() -> re.Pattern[str]:
    """A form of calling off, with the 'been' or 'was' before it if there is one."""
    forms = "|".join(map(re.escape, sorted(_told()["off"])))
    return re.compile(rf"\b((?:been|was|were|is|are|be|being)\s)?(?:{forms})\b", re.I)
