"""What the ledger answers in words that a person reads; the filters of the templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sayso.web.phrases import day_phrase, sign


def day(iso: str | None) -> str:
    """A day, or a day and its time to the minute; its zone as it was told."""
    if not iso:
        return "date not known"
    told, mark, time = iso.partition("T")
    said = day_phrase(told)
    if not mark:
        return said
    zone = time[8:] if time[5:6] == ":" else time[5:]
    return f"{said}, {time[:5]}{' UTC' if zone in ('Z', '+00:00') else f' {zone}' if zone else ''}"


def short_day(iso: str | None) -> str:
    """A day without its time."""
    return day_phrase(iso[:10]) if iso else "date not known"


def span(first: str | None, last: str | None) -> str:
    """From when to when, said once where it is the same day."""
    if not first or not last:
        return day_phrase((first or last or "")[:10]) if first or last else "dates not known"
    one, other = short_day(first), short_day(last)
    if one == other:
        return one
    year = other.rpartition(", ")[2]
    return f"{one.removesuffix(f', {year}')} to {other}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what is counted: ``1 report``, ``3 reports``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def short(text: str, most: int = 200) -> str:
    """``text``, or its beginning where it is longer than anybody would read in a list."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


_THAT = re.compile(
    r"that (?=\S)(?!(?:is|are|was|were|be|has|had|have|will|would|can|could|may|might|must|shall|should|do|does|did)\b)"
)
_JOINED = re.compile(r"(?:and|though|although) (?=\S)", re.IGNORECASE)
_QUOTES = {"“": "”", "«": "»", "„": "“"}


def headline(text: str) -> str:
    """What is said as a line of its own: without the 'and that' of 'said that a wall had gone and that …'."""
    said = _JOINED.sub("", text, count=1) if _JOINED.match(text) else text
    said = _THAT.sub("", said, count=1) if said.startswith("that ") else said
    return _unquoted(said)


def _unquoted(text: str) -> str:
    """``text`` without a quotation mark at its ends whose other half was cut off, or a pair around all of it."""
    for opening, closing in (*_QUOTES.items(), ('"', '"')):
        inner = text[1:-1]
        if text[:1] == opening and text[-1:] == closing and opening not in inner and closing not in inner:
            return inner.rstrip(",")
        lone = text.count('"') % 2 if opening == closing else text.count(opening) != text.count(closing)
        if lone and text[:1] == opening:
            text = text[1:]
        elif lone and text[-1:] == closing:
            text = text[:-1]
        elif lone and opening == closing and text.count('"') == 1 and len(text) > 1:
            text += closing
    return text


def named(title: str) -> str:
    """A story's title; where it is but a file's name, without the folders."""
    return short(title if " " in title else title.rstrip("/").rpartition("/")[2] or title)


def typed(kind: str) -> str:
    """A PLOVER type, with its mode, as people read it."""
    return kind.capitalize().replace("/", ", ").replace("_", " ")


def titled(line: Any) -> str:
    """What people call a report: its headline, else its file's name."""
    name = line.title or (line.file or line.url or "").rstrip("/").rpartition("/")[2]
    return short(name) or "Untitled report"


DIFFERING = {
    "polarity": "One says that it is so, the other that it is not", "standing": "One confirms it, the other denies it",
    "number": "They differ on how many", "date": "They differ on when", "place": "They differ on where",
    "actor": "They differ on who did it",
}  # fmt: skip
CREDIBILITY = {
    1: "confirmed", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable", 6: "cannot be judged",
}  # fmt: skip
"""The Admiralty code's second half, shortly."""


DECIDED = {
    "accept": "confirmed", "reject": "rejected", "split": "split off", "merge": "merged", "correct": "corrected",
    "grade": "graded", "undo": "taken back",
}  # fmt: skip
"""What a decision did, in words."""


def decided(kind: str) -> str:
    """What a decision of a kind did."""
    return DECIDED.get(kind, kind)


def differing(on: str) -> str:
    """What a contradiction is about, as a sentence."""
    return DIFFERING.get(on, f"They differ on the {on}")


PHRASES: dict[str, Callable[..., Any]] = {
    "day": day, "short_day": short_day, "days": span, "counted": counted, "titled": titled,
    "differing": differing, "credible": CREDIBILITY.__getitem__, "named": named, "typed": typed, "short": short,
    "headline": headline, "decided": decided, "sign": sign,
}  # fmt: skip
