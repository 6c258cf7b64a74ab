"""The record's values in words that a person reads: dates, standings, the way of a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.record.spans import Span
from sayso.record.types import Holder, SilentHolder, Standing

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
YEAR_UNKNOWN = "year unknown"

_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "AU": "autumn", "WI": "winter"}
_PARTS = {
    "MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime",
    "DY": "daytime", "PM": "afternoon",
}  # fmt: skip
_VAGUE = {
    "PAST_REF": "in the past, not said when",
    "PRESENT_REF": "at present",
    "FUTURE_REF": "in the future, not said when",
}
_UNITS = {
    "Y": "year", "M": "month", "W": "week", "D": "day", "DE": "decade", "CE": "century", "Q": "quarter",
    "E": "decade", "C": "century",
    "WE": "weekend", "TH": "hour", "TM": "minute", "TS": "second",
}  # fmt: skip
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}

_MODS = {
    "START": "early", "MID": "mid", "END": "late", "APPROX": "about", "BEFORE": "before", "AFTER": "after",
    "MORE_THAN": "more than", "LESS_THAN": "less than", "EQUAL_OR_MORE": "at least", "EQUAL_OR_LESS": "at most",
}  # fmt: skip

_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d|XX)(?:-(\d\d|XX))?(?:T(\d\d:\d\d|[A-Z]{2}).{0,12})?", re.DOTALL)
_YEAR = re.compile(r"(\d{4}|XXXX)(?:-(SP|SU|FA|AU|WI|[QH][1-4X]))?")
_WEEK = re.compile(r"(\d{4}|XXXX)-W(\d\d|XX)(?:-(WE|[1-7]))?(?:T(\d\d:\d\d|[A-Z]{2}))?")
_DURATION = re.compile(r"P(T?)(\d{1,9}(?:\.\d{1,3})?|X{1,2})(DE|CE|WE|[YMWDQHSEC])")
_DECADE = re.compile(r"(\d{3})X?")


def date_phrase(value: str) -> str:
    """A TIMEX3 or EDTF value in words: ``September 12, year unknown`` for ``XXXX-09-12``.

    A value that has no words here is given as it stands.
    """
    first, slash, last = value.partition("/")
    if slash and first and last:
        start, end = _one_date(first), _one_date(last)
        # The year is said once where it is the same, also where it is unknown.
        year = end.rpartition(", ")[2]
        return f"{start.removesuffix(f', {year}')} to {end}"
    return _one_date(value)


def modified(value: str, mod: str | None) -> str:
    """The same, with what TIMEX3's ``mod`` says of it: ``early September 2023``."""
    said = date_phrase(value)
    return f"{_MODS[mod]} {said}" if mod in _MODS and not value.endswith("_REF") else said


def _one_date(value: str) -> str:
    if value in _VAGUE:
        return _VAGUE[value]
    for pattern, say in ((_DAY, _say_day), (_YEAR, _say_year), (_WEEK, _say_week), (_DURATION, _say_duration)):
        match = pattern.fullmatch(value)
        said = say(*match.groups()) if match else None
        if said:
            return said
    decade = _DECADE.fullmatch(value)
    return f"the {decade[1]}0s" if decade else value


def dated(value: str) -> str:
    """When something was said, to stand behind the speaker: ``on September 12, 2023``, ``in July 2023``."""
    if value in _VAGUE or "/" in value:
        return date_phrase(value)
    day, week = _DAY.fullmatch(value), _WEEK.fullmatch(value)
    known_day = (day and day[3] not in (None, "XX")) or (week and week[3])
    return f"{'on' if known_day else 'in'} {date_phrase(value)}"


def _say_day(year: str, month: str, day: str | None, time: str | None) -> str | None:
    if month == "XX":
        known_year = [] if year == "XXXX" else [year]
        return ", ".join([*_clock(time), "day unknown" if day else "month unknown", *known_year])
    if not 1 <= int(month) <= 12:
        return None
    name = MONTHS[int(month) - 1]
    if day is None or day == "XX":
        said = f"{name}, {YEAR_UNKNOWN}" if year == "XXXX" else f"{name} {year}"
        return ", ".join([*_clock(time), said, *(["day unknown"] if day else [])])
    return ", ".join([f"{name} {int(day)}", *_clock(time), YEAR_UNKNOWN if year == "XXXX" else year])


def _clock(time: str | None) -> list[str]:
    return [] if time is None else [_PARTS.get(time, time)]


def _say_year(year: str, part: str | None) -> str:
    if part is None:
        return YEAR_UNKNOWN if year == "XXXX" else year
    number = _ORDINALS.get(part[1], "a")
    said = _SEASONS.get(part) or f"{number} {'quarter' if part[0] == 'Q' else 'half'}"
    return f"{said}, {YEAR_UNKNOWN}" if year == "XXXX" else f"{said} {'of ' if part[0] in 'QH' else ''}{year}"


def _say_week(year: str, week: str, day: str | None, time: str | None) -> str:
    unknown = f", {YEAR_UNKNOWN}" if year == "XXXX" else f", {year}"
    which = f"week {int(week)}{unknown}" if week != "XX" else "date unknown"
    if day is None:
        return which if week != "XX" else f"some week{unknown}"
    name = "weekend" if day == "WE" else DAYS[int(day) - 1]
    return ", ".join([name, *_clock(time), which])


def _say_duration(clock: str, number: str, unit: str) -> str | None:
    name = _UNITS.get(clock + unit)
    if name is None:
        return None
    plural = {"century": "centuries"}.get(name, name + "s")
    if number.startswith("X"):
        return f"some {plural}"
    return f"{number} {name if number == '1' else plural}"


def day_phrase(iso: str) -> str:
    """An ISO 8601 date, or date and time, as told of a report: the day in words, the time as it stands."""
    day, mark, time = iso.partition("T")
    return date_phrase(day) + (f", {time}" if mark else "")


DENIES = "denies"
_REFUSED = {DENIES: "denied", "doubts": "doubted"}
"""Stances that already say that it is not so."""
_NO = re.compile(r"\b(?:not|never|no|nobody|nothing|neither|none|cannot)\b|n['’]t\b", re.IGNORECASE)
_NOT = {
    "past": "to have happened", "ongoing": "to be happening", "future": "to be coming", "scheduled": "to be coming",
}  # fmt: skip
"""How what is said not to be so goes on after 'said not', by its time."""
_SIGNS = frozenset({"certain", "probable", "possible"})


def firmness(standing: Standing, said: Sequence[Span] = (), *, whole: bool = True) -> tuple[str, ...]:
    """How firmly a claim stands, as short phrases: certainty with polarity, time, stance, likelihood.

    They are read beside the claim's words. Where these are in the negative themselves ('No danger of a collapse'),
    'not so' would say the contrary: that is certain, in the negative. Where they are not ('it had been warned'), the
    phrase says that they are denied, or not held to be so.

    Args:
        said: the claim's words.
        whole: whether they are all of its words; else what is negative may be in the rest.
    """
    stance: str | None = standing.stance
    time: str | None = standing.time
    phrases: list[str]
    if standing.polarity != "negative":
        phrases = ["certainty not told" if standing.certainty == "unspecified" else standing.certainty]
    elif stance in _REFUSED and not any(_NO.search(span.text) for span in said):
        phrases = [_REFUSED[str(stance)]]
        if stance == DENIES and standing.certainty in ("probable", "possible"):
            phrases.append("not firmly")
        stance = None
    elif whole and stance != "unspecified" and _only_around(standing, said):
        phrases = [f"said {_HOW_LIKELY.get(standing.certainty, '')}not {_NOT.get(standing.time, 'to be so')}"]
        time = None if time in _NOT else time
    else:
        phrases = ["certainty not told" if standing.certainty == "unspecified" else standing.certainty]
        phrases.append("in the negative")
    if time not in (None, "unspecified"):
        phrases.append(str(time))
    if stance not in (None, "states", "unspecified"):
        phrases.append(str(stance))
    if standing.likelihood is not None:
        low, high = standing.likelihood
        phrases.append(f"likelihood {low * 100:.0f}–{high * 100:.0f} %")
    return tuple(phrases)


_HOW_LIKELY = {"probable": "probably ", "possible": "possibly "}


def _only_around(standing: Standing, said: Sequence[Span]) -> bool:
    """Whether what makes a claim negative stands outside its words, as far as can be told."""
    return bool(standing.because) and not any(
        span.start <= because.start and because.end <= span.end for because in standing.because for span in said
    )


def sign(phrases: Sequence[str]) -> str:
    """Which sign goes with how firmly a claim stands: ``certain``, ``probable``, ``possible``, ``no`` or none known."""
    first = phrases[0] if phrases else ""
    if first in _SIGNS:
        return first
    return "no" if first.startswith(("denied", "doubted", "said ")) else "unspecified"


NOBODY = "source not told"


def holder_name(holder: Holder | SilentHolder) -> str:
    """What a holder is called: its name, else the words that name it, else that nobody is named."""
    if holder.name:
        return holder.name
    return holder.span.text if holder.span and holder.span.text else NOBODY


def way(chain: Sequence[Holder]) -> str:
    """The way of a statement's words, outermost holder first: ``Interfax → Dmitry Peskov``."""
    return " → ".join(map(_link, chain)) if chain else NOBODY


def _link(holder: Holder) -> str:
    name = holder_name(holder)
    return f"{name} (unnamed)" if holder.anonymous and not name.lower().startswith("unnamed") else name


KINDS = {
    "direct": "quoted word for word",
    "indirect": "in the report's words",
    "mixed": "partly quoted",
    "publication": "published",
    "attitude": "a state of mind, nobody's word",
}
"""What a statement's kind means, said shortly."""

ROLES = {"event": "where it happened", "said-at": "where it was said", "dateline": "dateline", "mention": "mentioned"}
"""What a place's role means."""
