"""A verb of motion and a place: which part the place plays, read from the words between the two.

By word order, since a record holds no syntax. The verbs, and what may stand between, are told in
``movements.toml``.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Phase = Literal["from", "via", "to"]
PHASES: tuple[Phase, ...] = ("from", "via", "to")
GAP = 14
"""Words that may stand between a verb and a place."""
NAME = 4
"""Words before a place that may be part of its name: 'the Russian border station'."""
EARLIER = 5
"""Words before a verb that tell whether it came to pass."""
LONGEST = 3
"""Words of a verb's form."""

_TOKEN = re.compile(r"[\w’'-]+|[;:.!?]")
_STOPS = frozenset(";:.!?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, and where it stands in the report."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """As words are compared."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Verb:
    """Which part a place plays by the word before it."""

    places: dict[str, Phase]
    passive: bool
    noun: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``movements.toml``."""

    verbs: dict[tuple[str, ...], tuple[Verb, ...]]
    words: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Motion:
    """A place is left, passed or reached."""

    verb: int
    """Which token the verb begins at."""
    phase: Phase
    planned: bool


@cache
def lexicon() -> Lexicon:
    """The verbs and words."""
    told = tomllib.loads(resources.files("sayso.exchange").joinpath("movements.toml").read_text("utf-8"))
    verbs: dict[tuple[str, ...], tuple[Verb, ...]] = {}
    for verb in told["verbs"].values():
        places: dict[str, Phase] = {word: part for word, part in verb.items() if part in PHASES}
        made = Verb(places, bool(verb.get("passive")), bool(verb.get("noun")))
        for form in verb["forms"]:
            key = tuple(form.split())
            verbs[key] = (*verbs.get(key, ()), made)
    return Lexicon(verbs, {name: frozenset(some) for name, some in told["words"].items()})


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of ``text`` from ``start`` to ``end``, and the signs that end a clause."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]


def motion(some: Sequence[Token], place: int, end: int, *, happens_there: bool) -> Motion | None:
    """The verb that a place goes with, and the place's part; ``None`` where no verb of motion fits.

    Args:
        place, end: where the place's name starts and ends, in the report.
        happens_there: whether something is said to take place there that is yet to come; who 'is coming to attend the
            forum in Velmar' is coming to Velmar.
    """
    at = bisect_left(some, place, key=_start)
    first = at
    while first > max(0, at - NAME) and _of_name(some[first - 1]):
        first -= 1
    before = some[first - 1].low if first > 0 else ""
    for start in range(at - 1, max(-1, at - 1 - GAP), -1):
        if some[start].text in _STOPS:
            return None
        for length in range(LONGEST, 0, -1):
            forms = lexicon().verbs.get(tuple(t.low for t in some[start : start + length]), ())
            if not forms or start + length > at:
                continue
            gap = some[start + length : at]
            for verb in forms:
                if all(map(_of_name, gap)) and _adjective(some, at, end):
                    continue
                phase = _phase(verb, some, start, gap, before, happens_there)
                if phase is not None:
                    return _come_to_pass(some, start, phase, heading=phase == "to" and before == "for")
            # A nearer verb of motion that does not fit: the place is not a farther one's either.
            return None
    return None


def _phase(
    verb: Verb, some: Sequence[Token], start: int, gap: Sequence[Token], before: str, happens_there: bool
) -> Phase | None:
    words = lexicon().words
    earlier = {t.low for t in some[max(0, start - 4) : start]}
    if (verb.noun and not earlier & words["supports"]) or (verb.passive and not earlier & words["be"]):
        return None
    if all(map(_of_name, gap)):
        return None if verb.noun else verb.places.get("")
    if not _opened(verb, gap, before):
        return None
    if before in verb.places:
        return verb.places[before]
    coming = happens_there and gap[0].low in ("to", "for") and before in ("in", "at")
    return "to" if coming and "to" in verb.places else None


def _opened(verb: Verb, gap: Sequence[Token], before: str) -> bool:
    """Whether what stands behind the verb begins as a way does: 'by train', 'the border into', 'Velmar for'."""
    words = lexicon().words
    first = gap[0].low
    if first in words["openers"] or first.endswith("ly"):
        return True
    if first in ("the", "a") and len(gap) > 1 and gap[1].low in words["lines"]:
        return True
    return "" in verb.places and before in verb.places and _of_name(gap[0])


def _come_to_pass(some: Sequence[Token], verb: int, phase: Phase, *, heading: bool) -> Motion | None:
    """The motion, unless it is said not to have been; who left 'for' a place is not there yet."""
    words = lexicon().words
    earlier = [t.low for t in some[max(0, verb - EARLIER) : verb]]
    if words["undone"].intersection(earlier):
        return None
    present = some[verb].low.endswith("s")
    planned = (
        earlier[-1:] == ["to"]
        or bool(words["planned"].intersection(earlier[-3:]))
        or (present and bool(words["pending"].intersection(earlier[-2:])))
    )
    return Motion(verb, phase, planned or heading)


def _adjective(some: Sequence[Token], at: int, end: int) -> bool:
    """Whether a place's name goes with a name behind it: 'the visiting US Secretary of State' has visited no US."""
    following = bisect_left(some, end, lo=at, key=_start)
    after = some[following] if following < len(some) else None
    near = after is not None and after.start - end <= 1 and after.text[:1].isupper()
    return near and after is not None and after.low not in lexicon().words["days"]


def _start(token: Token) -> int:
    return token.start


def _of_name(token: Token) -> bool:
    """Whether a word may be part of a place's name, or stand before it as an adjective does."""
    return token.low in lexicon().words["before_names"] or token.text[:1].isupper()
