"""Short forms of names: by their letters, and where a report itself gives one, 'the Special Unit (SPU)'.

A short form in parentheses right behind a name is that name's, as Schwartz and Hearst (2003) have it, but for whose
letters it has: a body of another language has the letters of its own ('the Supreme Audit Office (NKÚ)').
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sayso.names.tables import Known
from sayso.record.spans import Span

_SMALL = frozenset({"of", "the", "and", "for", "de", "la", "in", "on", "against", "du", "des", "del", "y", "et", "to"})
DEFINED = re.compile(r" ?\(([^\W\d_][\w&.-]{1,9})\)")
"""A short form behind its name."""
_BODIES = frozenset({"ORG"})
_LANDS = frozenset({"GPE", "LOC", "FAC", "NORP"})


@dataclass(frozen=True, slots=True)
class Defined:
    """What a short form stands for: the full name, and its label."""

    full: str
    label: str


def acronym(name: str) -> str:
    """The first letters of a name's words, the small ones aside: KCNA for Korean Central News Agency."""
    return "".join(w[0] for w in name.replace("-", " ").split() if w.lower() not in _SMALL).upper()


def definitions(text: str, spans: Iterable[tuple[Span, str]], known: Mapping[str, Known]) -> dict[str, Defined]:
    """Each short form that a report gives behind a name in full → what it stands for.

    Of places only where the letters are theirs: 'Paris (AFP)' names an agency.
    """
    found: dict[str, Defined] = {}
    for span, label in sorted(spans, key=lambda s: s[0].start):
        match = DEFINED.match(text, span.end)
        if match is None or (" " not in span.text and "-" not in span.text):
            continue
        short = match.group(1)
        if sum(c.isupper() for c in short) < 2 or not _is_its(short, span.text, label, known):
            continue
        found.setdefault(short, Defined(span.text, label))
    return found


def initials(spans: Iterable[tuple[Span, str]], known: Mapping[str, Known]) -> dict[str, Defined]:
    """The letters of the bodies that a report names in full → what they stand for, of three and more."""
    found: dict[str, Defined] = {}
    for span, label in sorted(spans, key=lambda s: s[0].start):
        short = acronym(span.text) if label in _BODIES and span.text.count(" ") > 1 else ""
        if len(short) > 2 and _is_its(short, span.text, label, known):
            found.setdefault(short, Defined(span.text, label))
    return found


def _is_its(short: str, full: str, label: str, known: Mapping[str, Known]) -> bool:
    if acronym(full) == short and label in _BODIES | _LANDS:
        return True
    other, own = known.get(short), known.get(full)
    if other is not None and (own is None or other.name != own.name):
        return False  # 'a court in The Hague (ICC)'; a known name of somebody else's
    if label in _BODIES:
        return True
    return label in _LANDS and in_order(short, full)


def in_order(short: str, full: str) -> bool:
    """Whether a short form's letters begin the words of a name, small ones and all: 'NRW', 'CITIC'."""
    letters = [c for c in short.upper() if c.isalpha()]
    words = full.upper().replace("-", " ").split()
    at = 0
    for letter in letters:
        while at < len(words) and words[at][0] != letter:
            at += 1
        at += 1
    return at <= len(words)
