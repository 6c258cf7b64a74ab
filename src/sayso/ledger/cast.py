"""Whom a report names, and what it calls them: 'the club's doctor, Ines Pardo', 'Ole Falk, 54,', 'Mayor Lund'.

Read from the words around each name. What one report says of somebody lets another's description of him be known again
(:mod:`sayso.ledger.described`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from tomllib import loads
from typing import Any

from sayso.ledger.digest import Figure
from sayso.ledger.lexicon import common_name
from sayso.ledger.names import normal
from sayso.ledger.words import lemma
from sayso.record.spans import Span
from sayso.record.types import Entity, Record

BEFORE, AFTER = 90, 110
"""Characters before and after a name that may say what somebody is."""
FAR = 4000
"""Characters before a description in which what it takes up is looked for."""
MOST = 8
"""Descriptions of one name that are kept of a report."""
_NOUNS = r"(?:[A-Za-z0-9][\w&’'-]{0,30}\s+){0,7}[A-Za-z][\w’'-]{0,30}"
_DEFINITE = r"(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[A-Z][\w.’'-]{0,30}(?:\s[A-Z][\w.’'-]{0,30}){0,4}['’]s?)"
_APPOSED_BEFORE = re.compile(rf"(?:^|[\s\"“(—-])({_DEFINITE}\s+{_NOUNS}),\s+$")
_AN_APPOSED_BEFORE = re.compile(rf"(?:^|[.\s\"“(—-])([Aa]n?\s+{_NOUNS}),\s+$")
_WHOSE = re.compile(rf"([A-Z][\w&’'-]{{0,30}}(?:\s[A-Z][\w&’'-]{{0,30}}){{0,4}}),\s+whose\s+({_NOUNS}),\s+$")
_TITLE = re.compile(r"((?:[\w’'-]{1,30}\s+){1,6})$")
_AGE = re.compile(r",\s+(?:aged\s+)?(\d{1,3})(?=[,.;\s])")
_APPOSED_AFTER = re.compile(rf",\s+(?:\d{{1,3}},\s+)?((?:(?:{_DEFINITE}|[Aa]n?)\s+)?{_NOUNS})(?=,|\.|;|\s+who\b)")
_OF = re.compile(
    r"\s+(of|from|for|at|with)\s+((?:the\s+)?(?:[A-Z][\w&’'-]{0,30}\s+){0,3}(?:[\w’'-]{1,30}\s+){0,2}[\w&’'-]+)"
)
_CLAUSE = re.compile(
    r"\b(?:said|told|says|say|was|were|is|are|has|have|had|will|would|that|who|which|when|where|while|and|but|as)\b"
)
_TELLS_MORE = re.compile(
    _CLAUSE.pattern + r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:morning|evening|night)\b"
    r"|\w{3}ed\s(?:on|in|at|to|by)\b"
)
_A_NAME = re.compile(r",\s+[A-Z]")
_HEAD_ENDS = re.compile(r"\s+(?:of|for|at|in|on|from|with|to|who|which|that|turned|close|near|by|behind)\s+")
_HALVES = re.compile(r"(?:ex|vice)-", re.IGNORECASE)
_SEVERAL = re.compile(r"\s(?:and|or)\s")
_POSSESSIVE = re.compile(r"['’]s?$")
_YEARS = re.compile(r"(\d{1,3})-year-old")
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "our", "one", "another", "this", "that"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some"})
_KEPT = frozenset({"person", "organisation"})


@dataclass(frozen=True, slots=True)
class Description:
    """What a description says of somebody."""

    head: str
    """Its noun, or the noun that stands for all of one trade; empty where it gives but an age."""
    tells: frozenset[str]
    """The words that say which: whose, of what; 'farm' in 'the farm's owner'."""
    marks: frozenset[str]
    """What keeps it apart: a former mayor is another than the mayor."""
    age: int | None
    definite: bool


def cast_of(record: Record) -> tuple[Figure, ...]:
    """Whom ``record`` names, with what it calls them. A pure function of it."""
    text = record.report.text
    indefinite = sorted(_indefinite(record), key=lambda span: (span.start, span.end))
    found: dict[tuple[str, str], dict[str, None]] = {}
    for entity in record.entities:
        if entity.kind in _KEPT and (name := normal(entity.name)):
            called = found.setdefault((name, entity.kind), {})
            for mention in entity.mentions:
                for one in _around(text, mention, entity):
                    called.setdefault(one)
                    for whole in _taken_up(one, mention.start, indefinite):
                        called.setdefault(whole)
    for name, one in _by_age(record):
        found.get((name, "person"), {}).setdefault(one)
    return tuple(Figure(*who, tuple(called)[:MOST]) for who, called in sorted(found.items()) if called)


def taken_up(record: Record) -> tuple[tuple[str, str], ...]:
    """Sources told by what takes up an earlier description, with that: 'the minister', 'the health minister'.

    Empty where the report brought in somebody without a name: 'a doctor … the doctor'.
    """
    text = record.report.text
    made: dict[str, str] = {}
    for statement in record.statements:
        for holder in statement.chain:
            if holder.entity is not None or holder.span is None or not holder.name:
                continue
            said, name = described(holder.name), normal(holder.name)
            noun = re.search(r"([A-Za-z][\w-]*)$", _HEAD_ENDS.split(holder.name.split(",", 1)[0], maxsplit=1)[0])
            if name in made or not said.definite or not said.head or noun is None:
                continue
            before = text[max(0, holder.span.start - FAR) : holder.span.start]
            a_noun = re.escape(noun[1])
            if re.search(rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s+(?:[\w'’-]+\s+){{0,4}}{a_noun}\b", before):
                made[name] = ""
            elif not said.tells:
                fuller = {
                    normal(match[0]): match[0]
                    for match in re.finditer(rf"\b{_DEFINITE}\s+(?:[\w'’-]+\s+){{0,3}}{a_noun}\b", before)
                    if described(match[0]).tells and not _CLAUSE.search(match[0])
                }
                if len(fuller) == 1:
                    made[name] = next(iter(fuller.values()))
    return tuple(sorted(made.items()))


def _by_age(record: Record) -> Iterator[tuple[str, str]]:
    """Who is 'the 46-year-old' that speaks: the person who spoke just before, in the same paragraph."""
    persons = {entity.id: entity for entity in record.entities if entity.kind == "person"}
    text = record.report.text
    last: tuple[int, str] | None = None
    for statement in sorted(record.statements, key=lambda s: (s.source.start if s.source else -1, s.id)):
        holder = statement.chain[-1] if statement.chain else None
        if holder is None or holder.span is None:
            continue
        if holder.entity in persons:
            last = holder.span.end, normal(persons[holder.entity].name)
        elif (
            holder.name and described(holder.name).age and described(holder.name).definite and last is not None
            and last[0] <= holder.span.start and "\n" not in text[last[0] : holder.span.start]
        ):  # fmt: skip
            yield last[1], holder.name


def _indefinite(record: Record) -> Iterator[Span]:
    """The sources that a report brings in without a name: 'a tracking specialist at the space agency'."""
    for statement in record.statements:
        for holder in statement.chain:
            if holder.entity is None and holder.span is not None:
                first = holder.span.text.split(" ", 1)[0].lower()
                if first in _INDEFINITE:
                    yield holder.span


def _taken_up(one: str, at: int, indefinite: Iterable[Span]) -> list[str]:
    """What 'the specialist', who is named now, was called before: 'a tracking specialist at the space agency'."""
    said = described(one)
    if not said.definite or not said.head:
        return []
    found = {span.text for span in indefinite if span.end <= at and described(span.text).head == said.head}
    return sorted(found) if len(found) == 1 else []


def _around(text: str, mention: Span, entity: Entity) -> Iterator[str]:
    """What the words around a name call it."""
    person = entity.kind == "person"
    start = max(0, mention.start - BEFORE, text.rfind("\n", 0, mention.start) + 1)
    before = text[start : mention.start]
    end = text.find("\n", mention.end)
    after = text[mention.end : min(mention.end + AFTER, end if end >= 0 else len(text))]
    if after[:1] in {"'", "’"}:
        after = ""  # 'Ida Roth's lawyer, …' is another
    elif before.endswith(", "):
        whose = _WHOSE.search(before)
        for match in (whose,) if whose else (_APPOSED_BEFORE.search(before), _AN_APPOSED_BEFORE.search(before)):
            if match is None:
                continue
            phrase = f"{match[1]}'s {match[2]}" if whose else match[1]
            ahead = before[: match.start(1)].split()
            if not (ahead and ahead[-1].lower() in word_list("where")) and not _TELLS_MORE.search(phrase):
                yield phrase
                break
    elif person and (match := _TITLE.search(before)) and (title := _title(match[1].split())) is not None:
        yield title
    if person and (match := _AGE.match(after)):
        yield f"the {match[1]}-year-old"
    match = _APPOSED_AFTER.match(after)
    # 'To Emil Krogh, the club's director, Bas Kuiper, said': whose apposition it is nobody knows.
    if match and not _A_NAME.match(after, match.end()) and (apposed := _apposed(match[1])) is not None:
        yield apposed
    elif person and (match := _OF.match(after)):
        body = _CLAUSE.split(match[2], maxsplit=1)[0].strip()
        if any(char.isupper() for char in body) or body.startswith("the "):
            yield f"one {match[1]} {body}"


def _apposed(phrase: str) -> str | None:
    """What is said of somebody between commas after the name; ``None`` for what only follows it."""
    if _TELLS_MORE.search(phrase) or _is_name(phrase):
        return None
    first = phrase.split(" ", 1)[0]
    if first.lower() in _ARTICLES or _POSSESSIVE.search(first):
        return phrase
    head = _HEAD_ENDS.split(phrase, maxsplit=1)[0].split()
    return f"the {phrase}" if all(map(_may_describe, head)) and _names_a_trade(head[-1]) else None


def _may_describe(word: str) -> bool:
    return word.lower() not in word_list("stops") and not word.endswith(("ed", "ly"))


def _title(words: list[str]) -> str | None:
    """What stands before a name, back to where it begins: 'space office director', 'Health Minister', 'its tracker'."""
    kept: list[str] = []
    for word in reversed(words):
        lower = word.lower()
        if lower in _ARTICLES or _POSSESSIVE.search(word):
            kept.insert(0, word)
            break
        if not word[0].isalpha() or not _may_describe(word):
            break
        kept.insert(0, word)
    if not kept or kept[-1].lower() in _ARTICLES or not _names_a_trade(kept[-1]):
        return None
    return " ".join(kept if kept[0].lower() in _ARTICLES or _POSSESSIVE.search(kept[0]) else ["the", *kept])


@lru_cache(maxsize=10_000)
def _names_a_trade(word: str) -> bool:
    """Whether a word before a name says what somebody is: 'director', 'tracker', 'bookkeeper', 'Captain'."""
    found = lemma(word.lower())
    return found in word_list("trades") or (
        found not in word_list("stops") and re.search(r"(?:er|or|ist|ian|ant|man|woman|eer)$", found) is not None
    )


def _is_name(phrase: str) -> bool:
    """Whether an apposition is but a name or a place: 'Lisbon', 'Ida Roth'."""
    return all(word[:1].isupper() for word in phrase.split())


@lru_cache(maxsize=50_000)
def described(phrase: str) -> Description:
    """What ``phrase`` says of somebody."""
    found = re.findall(r"[\w&’'-]+", phrase.split(",", 1)[0])
    first = found[0].lower() if found else ""
    definite = first not in _INDEFINITE and first not in {"two", "three", "four", "several", "many"}
    age = _YEARS.search(phrase)
    parted = _HEAD_ENDS.split(phrase.split(",", 1)[0], maxsplit=1)
    words = [word for word in re.findall(r"[\w&’'-]+", parted[0]) if word.lower() not in _ARTICLES]
    rest = re.findall(r"[\w&’'-]+", parted[1]) if len(parted) > 1 else []
    words = [part for word in words for part in (word.split("-") if _HALVES.match(word) else [word])]
    plain = [word for word in words if not _YEARS.fullmatch(word)]
    head = _peer(plain[-1]) if plain and not _POSSESSIVE.search(plain[-1]) else ""
    others = [*plain[:-1], *(word for word in rest if word.lower() not in _ARTICLES)]
    marks = frozenset(mark for word in others for mark in (_marks().get(word.lower()),) if mark)
    tells = frozenset(
        lemma(bare).capitalize() if bare[0].isupper() else common_name(lemma(bare))
        for word in others
        for bare in (_POSSESSIVE.sub("", word),)
        if bare and bare.lower() not in _marks() and lemma(bare.lower()) not in word_list("empty") | word_list("stops")
    )
    many = bool(plain) and lemma(plain[-1].lower()) != plain[-1].lower() and plain[-1].endswith("s")
    return Description(
        head,
        tells - {""},
        marks,
        int(age[1]) if age else None,
        definite and not many and not _SEVERAL.search(parted[0]),
    )


@lru_cache(maxsize=10_000)
def _peer(word: str) -> str:
    found = common_name(lemma(word.lower()))
    return _peers().get(found, found)


@lru_cache(maxsize=1)
def bodies_called() -> dict[str, str]:
    """What a body is called → what it is called first: 'fire brigade' → 'fire service'."""
    return {name: row[0] for row in _table()["bodies"]["kin"] for name in row}


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return loads((files("sayso.ledger") / "cast.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _peers() -> dict[str, str]:
    return {common_name(word): common_name(row[0]) for row in _table()["peers"] for word in row}


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    return {word: mark for mark, some in _table()["marks"].items() for word in some}


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words of ``cast.toml``."""
    return frozenset(_table()["words"][name])
