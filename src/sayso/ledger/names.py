"""Names and what reports call people and bodies, so that one is known again in another report."""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.ledger.lexicon import words
from sayso.ledger.words import lemma, unmarked
from sayso.names.transliteration import skeleton

_WORD = re.compile(r"[\w.&'’-]+")
_SHORTENED = 3
"""Letters that a short first name has of the whole one at least: 'Dani', 'Daniel'."""
_LEADING = frozenset({"the", "a", "an", "its", "his", "her", "their", "our"})
_PREPOSITION = re.compile(r" (?:in|of|at|from|near|with|for|inside|on|close to) ")
_OFFICE_TO_BODY = {"minister": "ministry", "ministers": "ministry", "prosecutor": "prosecution", "mayor": "city hall"}


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """``name`` in lower case, without marks, articles and possessive endings; its words parted by one space."""
    parts = [re.sub(r"['’]s?$", "", word.lower()).strip(".") for word in _WORD.findall(unmarked(name))]
    while parts and parts[0] in _LEADING:
        parts = parts[1:]
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=1)
def agency_names() -> frozenset[str]:
    """The normal names of agencies that are credited by short names."""
    return frozenset(normal(name) for name in words("credits", "agencies"))


def first_part(name: str) -> str:
    """A holder's words up to what only describes it: 'Elira Hoxha, a spokeswoman for …' → 'Elira Hoxha'."""
    head = re.split(r",| who | which | that |\(", name, maxsplit=1)[0].strip()
    return head or name


def before_preposition(name: str) -> str:
    """``name`` up to what only says where or whose: 'two people' of 'two people close to the president'."""
    return re.split(r" close to ", _PREPOSITION.split(name, maxsplit=1)[0])[0]


def is_name(name: str) -> bool:
    """Whether ``name`` is, or is told by, a proper name: 'Ida Roth', 'a Halden spokesman'; not 'a Western diplomat'."""
    parts = _WORD.findall(name)
    if parts and parts[0].lower() in _LEADING:
        parts = parts[1:]
    if not parts:
        return False
    before = _WORD.findall(_PREPOSITION.split(name, maxsplit=1)[0]) or parts
    if len(parts) == 1 and parts[0][:1].isupper():
        known = words("origins", "bodies") | words("origins", "offices") | words("origins", "unnamed")
        return len(_WORD.findall(name)) > 1 or lemma(parts[0]) not in known
    head = before[-1]
    if head.lower() in words("origins", "unnamed"):
        return False  # 'officials in Brussels' are somebody there
    if any(char.isupper() for char in head):
        return any(any(char.isupper() for char in part) for part in (parts[1:] or parts))
    if not any(part[:1].isupper() for part in parts):
        return False
    # 'Roy Tillman's lawyer', 'a Norwegian official' are described; 'a Halden spokesman' is Halden's mouth.
    single = lemma(head.lower())
    return single in words("origins", "speaks") | words("origins", "bodies") | words("origins", "collective") or (
        head.lower() in words("origins", "speaks")
    )


def is_somebody(name: str) -> bool:
    """Whether ``name`` only says what sort of people somebody is one of: 'an official at the authority', 'Students'."""
    whole = first_part(name)
    before = _WORD.findall(_PREPOSITION.split(whole, maxsplit=1)[0])
    if not before:
        return False
    head = before[-1].lower()
    many = len(before) == 1 and lemma(head) != head and not re.search(r" (?:of|for) ", whole)
    return not describes_body(name) and (many or head in words("origins", "unnamed"))


def describes_body(name: str) -> bool:
    """Whether ``name`` is a definite description of a body or an office that one person holds: 'the port authority'."""
    parts = [word.lower() for word in _WORD.findall(first_part(name))]
    if (
        not parts
        or parts[0] in words("origins", "unnamed")
        or any(word in words("origins", "unnamed") for word in parts)
    ):
        return False
    definite = parts[0] in _LEADING - {"a", "an"}
    head = lemma(re.split(r" of | for | in | at ", " ".join(parts))[0].split()[-1])
    return head in words("origins", "bodies") or (definite and head in words("origins", "offices"))


_MOUTH_BEFORE = re.compile(
    r"((?:[A-Z][\w.'’-]*\s+){1,4})(?:press\s+)?(?:spokes(?:man|woman|person)|secretary|representative)\b"
)
_MOUTH_AFTER = re.compile(r"\bspokes(?:man|woman|person)\s+(?:for|of)\s+(?:the\s+)?((?:[A-Z][\w.'’-]*\s?){1,5})")

_HEAD_OF = re.compile(
    r"\b(?:director|head|chief|president|chairman|chairwoman|owner|founder|secretary|leader|editor|executive)"
    r"\s+of\s+(?:the\s+)?((?:[A-Z][\w.'’-]*\s?){1,5})"
)


def body_of(words_of_source: str) -> tuple[str, ...]:
    """The bodies that a source's words tie it to: 'a spokeswoman for the port authority', 'health minister Leka'."""
    found: list[str] = []
    lower = words_of_source.lower()
    for match in re.finditer(
        r"\b(?:for|of|at|from|heads|runs|leads|with)\s+((?:the\s+|its\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,4})", lower
    ):
        found += _up_to_body(match[1])
    for pattern in (_MOUTH_BEFORE, _MOUTH_AFTER, _HEAD_OF):
        found += [normal(match[1]) for match in pattern.finditer(words_of_source)]
    spoken = [re.sub(r"['’]s$", "", word) for word in _WORD.findall(words_of_source)]
    spoken = [word for word in spoken if word]
    parts = [word.lower() for word in spoken]
    for i, word in enumerate(parts):
        if word in _OFFICE_TO_BODY and i and parts[i - 1] not in _LEADING:
            found.append(f"{parts[i - 1]} {_OFFICE_TO_BODY[word]}")
        elif lemma(word) in words("origins", "bodies"):
            found += _up_to_body(" ".join(parts[max(0, i - 2) : i + 1]))
            # 'The Swiss foreign ministry' is another than the Russian one.
            whose = spoken[i - 2] if i > 1 else ""
            if whose[:1].isupper() and not {*parts[i - 2 : i]} & _LEADING and spoken[i - 1][:1].islower():
                found[-1:] = [" ".join(parts[i - 2 : i + 1])]
    return tuple(sorted(set(found) - {""}))


def _up_to_body(phrase: str) -> list[str]:
    parts = normal(phrase).split()
    for i, word in enumerate(parts):
        if lemma(word) in words("origins", "bodies"):
            kept = [
                part
                for part in parts[max(0, i - 1) : i]
                if part not in _LEADING and lemma(part) not in _NO_PART | words("words", "numbers")
            ]
            return [" ".join([*kept, word])]
    return []


_NO_PART = frozenset(
    ["a", "an", "the", "of", "for", "at", "from", "and", "in", "by", "to", "spokesman", "spokeswoman", "spokesperson"]
)


def same_body(one: str, other: str) -> bool:
    """Whether two bodies may be one: equal, or one is told by less: 'foreign ministry', 'swiss foreign ministry'."""
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")


def speaks_for(words_of_source: str, bodies: tuple[str, ...]) -> str | None:
    """The body that a source is the mouth of; ``None`` for any other source."""
    lower = words_of_source.lower()
    if bodies and any(re.search(rf"\b{word}\b", lower) for word in words("origins", "speaks")):
        return bodies[0]
    return None


@lru_cache(maxsize=100_000)
def same_person(one: str, other: str) -> bool:
    """Whether two normal names may be one person's or body's.

    Equal, also as romanised otherwise; a last name alone; a first name shortened; an acronym.
    """
    if one == other:
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    if not short or not long:
        return False
    if len(short) == len(long) and len(short) > 1 and short[1:] == long[1:]:
        first, second = sorted((short[0], long[0]), key=len)
        return (len(first) >= _SHORTENED and second.startswith(first)) or skeleton(one) == skeleton(other)
    if len(short) == len(long) and len(long) > 1 and skeleton(one) == skeleton(other):
        return True
    if len(short) == 1 and len(long) > 1:
        word = short[0]
        return word == long[-1] or (1 < len(word) <= 6 and word == "".join(part[0] for part in long))
    return len(short) < len(long) and short[-1] == long[-1] and all(part in long for part in short)
