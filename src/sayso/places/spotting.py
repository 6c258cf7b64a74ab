"""Where a report may name a place: every run of capitalised words that the gazetteer, or a demonym table, knows.

Recognisers of names miss rarer towns, call them people or organisations, and keep silent on places inside the names of
bodies ('Athens Police Department'). So names are looked up first, and the recogniser's labels are one kind of evidence
among others (:mod:`sayso.places.evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.places.gazetteer import candidates, countries, demonyms, known, region_abbreviations
from sayso.places.names import normalise
from sayso.places.words import words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,8}|W\. ?Va\.|[^\W\d_]+(?:['’][^\W\d_]+)*")
_GAP = re.compile(r"(?: |-|\. |\n {0,12})\Z")
_SHORT = frozenset({"St", "Ste", "Mt", "Ft", "ST", "MT", "FT"})
_FAR_LARGER = 10
_LONGEST = 5
"""Words of a name at most."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of letters, or an abbreviation with stops; ``bare`` is its end without a possessive ending."""

    start: int
    end: int
    bare: int
    text: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A name that may be a place's: characters, key, and first and last token."""

    start: int
    end: int
    key: str
    first: int
    last: int
    demonym: bool
    short: bool
    """An abbreviation of a state or province: 'Ky.', 'N.J.'."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text."""
    found = []
    for m in _TOKEN.finditer(text):
        word = m.group()
        bare = m.end() - 2 if word[-2:] in {"'s", "’s", "'S", "’S"} and len(word) > 2 else m.end()
        found.append(Token(m.start(), m.end(), bare, word, word[0].isupper()))
    return found


def spots(text: str, tokens: list[Token]) -> Iterator[Spot]:
    """The longest known name from each capitalised word on; they do not overlap."""
    inside = words("inside_names")
    at = 0
    while at < len(tokens):
        if not tokens[at].capital:
            at += 1
            continue
        best = None
        for last in range(at, min(at + _LONGEST, len(tokens))):
            token = tokens[last]
            if last > at:
                before = tokens[last - 1]
                gap = text[before.end : token.start]
                if not _GAP.match(gap) or (gap == ". " and before.text not in _SHORT):
                    break
                if not token.capital and token.text not in inside:
                    break
            if token.capital and (found := _spot(text, tokens, at, last)):
                best = found
        if best is None:
            at += 1
            continue
        yield best
        at = best.last + 1


def _spot(text: str, tokens: list[Token], first: int, last: int) -> Spot | None:
    start, token = tokens[first].start, tokens[last]
    for end in _ends(text, start, token):
        name = text[start:end]
        if len(name) < 2 or len(name) > 60:
            continue
        key = normalise(name)
        if first == last:
            stop = text[end : end + 1] == "." and end == token.end
            short = region_abbreviations().get(key)
            if (
                short
                and normalise(short[1]) != key
                and (name.endswith(".") or stop or (name.isupper() and len(key) <= 3))
            ):
                return Spot(start, end + (stop and not name.endswith(".")), key, first, last, False, True)
        if key in demonyms():
            return Spot(start, end, key, first, last, True, False)
        if (
            (len(key) > 2 or (name.isupper() and key in countries()))
            and known(key)
            and not _of_a_body(text, tokens, first, last)
        ):
            return Spot(start, end, key, first, last, False, False)
    return None


def _ends(text: str, start: int, token: Token) -> tuple[int, ...]:
    """Where the name may end, likelier first: 'St. John's' is a name as it stands, 'Cuba's' is not, though Cubas is."""
    if token.bare == token.end:
        return (token.end,)
    whole, bare = (max((c.prominence for c in candidates(normalise(text[start:end])) if c.main), default=0)
                   for end in (token.end, token.bare))  # fmt: skip
    return (token.bare, token.end) if bare > _FAR_LARGER * whole else (token.end, token.bare)


def _of_a_body(text: str, tokens: list[Token], first: int, last: int) -> bool:
    """'Dublin City' before 'Council': the word belongs to the body."""
    if last == first or tokens[last].text != "City" or last + 1 >= len(tokens):
        return False
    after = tokens[last + 1]
    return after.capital and text[tokens[last].end : after.start] == " " and after.text.lower() in words("institutions")
