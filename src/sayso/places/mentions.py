"""Which named mentions are places: those labelled so, and those that the words around them show to be places.

Recognisers label rarer towns as people or organisations. Such a mention counts as a place where it is a country's name,
or where a place stands ('in …', 'left …', '… railway station') and the gazetteer has it under its main name, large
enough not to be somebody's surname by chance.
"""

from __future__ import annotations

from sayso.language.analysis import Analysis, Mention
from sayso.places.gazetteer import candidates, countries, demonyms
from sayso.places.names import normalise
from sayso.places.resolution import LONGEST
from sayso.places.words import is_one_of, words

LABELS = frozenset({"GPE", "LOC", "FAC"})
_DOUBTFUL = frozenset({"PERSON", "ORG"})
_FIRM = 50_000
_LOOSE = 300_000
"""Inhabitants a doubtful place must have: where only a place can stand, and where people stand too ('to …')."""


def place_mentions(analysis: Analysis) -> dict[int, tuple[int, str]]:
    """End and label of each mention that may be a place, by its start. Possessive endings are cut off."""
    text = analysis.text
    found: dict[int, tuple[int, str]] = {}
    doubtful: list[tuple[int, int, str, str]] = []
    surnames: set[str] = set()
    for mention in analysis.mentions:
        start, end = mention.start, _bare_end(text, mention)
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            continue
        key = normalise(text[start:end]) if end - start <= LONGEST else ""
        if mention.label in LABELS and key not in demonyms():
            found.setdefault(start, (end, mention.label))
        elif mention.label in _DOUBTFUL and key:
            doubtful.append((start, end, mention.label, key))
            if mention.label == "PERSON" and " " in key:
                surnames.update((key.split()[0], key.rsplit(" ", 1)[1]))
    shown = {k for s, e, label, k in doubtful if k not in surnames and _is_place(analysis, s, e, label, k)}
    for start, end, _, key in doubtful:
        if key in shown:
            found.setdefault(start, (end, "GPE"))
    return found


def _bare_end(text: str, mention: Mention) -> int:
    end = mention.end
    while end - mention.start > 2 and text[max(mention.start, end - 2) : end] in {"'s", "’s"}:
        end -= 2
    return end


def facility_follows(text: str, end: int) -> bool:
    """Whether the words behind ``end`` make it a facility's name: '… railway station'."""
    following = normalise(text[end : end + 30]) if text[end : end + 1] == " " else ""
    kinds = words("facility") - words("no_facility_alone")
    return any(following == kind or following.startswith(kind + " ") for kind in kinds)


def _is_place(analysis: Analysis, start: int, end: int, label: str, key: str) -> bool:
    if label == "ORG" and key in countries():
        return True
    size = max((c.prominence for c in candidates(key) if c.main), default=0)
    if not size:
        return False
    if facility_follows(analysis.text, end):
        return True
    first = analysis.words_in(start, start + 1)
    sentence = analysis.sentence_at(start)
    if not first or sentence is None or first[0].upos in {"ADJ", "NOUN", "VERB"}:
        return False
    before = analysis.words[max(sentence.first, first[0].index - 3) : first[0].index]
    if before and before[-1].text.lower() == "the":
        before = before[:-1]
    if not before:
        return False
    word = before[-1].text.lower()
    if word in words("firm_locative"):
        return size >= _FIRM
    if len(before) > 1 and is_one_of(before[-2], "speech"):
        return False
    return size >= _LOOSE and (word in words("locative") or is_one_of(before[-1], "departures"))
