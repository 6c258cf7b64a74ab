"""A claim cut into clauses, since one sentence may say several things; by its words alone, in linear time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.ledger.lexicon import predicate_classes, words
from sayso.ledger.words import Token, is_content, lemma

FEWEST = 2
"""Content words of a clause that stands on its own."""
_PARTICIPLE = re.compile(r"[a-z]{3,}ing")


def clauses(text: str, start: int, end: int, found: Sequence[Token]) -> list[tuple[int, int]]:
    """First and one past the last token of each clause of ``text[start:end]``, whose words are ``found``.

    A clause ends before a conjunction, a semicolon, or a comma or 'and' with a participle; one that would have fewer
    than two content words stays with the one before it.
    """
    cuts = [0]
    breaks = words("words", "breaks")
    for i in range(1, len(found)):
        gap = text[found[i - 1].end : found[i].start]
        form = found[i].form.lower()
        following = found[i + 1].form.lower() if i + 1 < len(found) else ""
        participle = _PARTICIPLE.fullmatch(form) is not None and form not in words("words", "no_participle")
        parted = (
            any(mark in gap for mark in ";—–\n")
            or ":" in gap
            or (form in breaks and (form not in {"after", "before", "since", "until"} or _has_verb(found, i + 1)))
            or ("," in gap and participle)
            or ("," in gap and form in {"and", "but"} and _has_verb(found, i + 1))
            or (
                form == "and"
                and _PARTICIPLE.fullmatch(following) is not None
                and following not in words("words", "no_participle")
            )
        )
        if parted:
            cuts.append(i)
    cuts.append(len(found))
    made: list[tuple[int, int]] = []
    for first, last in pairwise(cuts):
        alone = sum(map(is_content, found[first:last])) >= FEWEST
        if made and (not alone or sum(map(is_content, found[made[-1][0] : made[-1][1]])) < FEWEST):
            made[-1] = (made[-1][0], last)
        elif last > first:
            made.append((first, last))
    return made


def _has_verb(found: Sequence[Token], start: int) -> bool:
    return any(_verb(found, i) for i in range(start, min(start + 8, len(found))))


def _verb(found: Sequence[Token], i: int) -> bool:
    form = found[i].form
    if form.lower() in words("words", "auxiliary") and form.lower() != "to":
        return True
    return form.islower() and found[i].lemma != form and not form.endswith("s") and not form.endswith("ing")


def predicate(found: Sequence[Token]) -> str:
    """The lemma of what a clause says happens; empty where its words do not show it.

    What follows an auxiliary ('would *reopen*'), or else the first word in a past form; a participle at its head.
    """
    auxiliary = words("words", "auxiliary")
    for i, token in enumerate(found):
        form = token.form.lower()
        if form in auxiliary and form != "to":
            for later in found[i + 1 : i + 6]:
                low = later.form.lower()
                if low in auxiliary or low.endswith("ly"):
                    continue
                if (
                    later.form[:1].isupper()
                    or later.form[0].isdigit()
                    or not is_content(later)
                    or low in words("words", "numbers")
                ):
                    break
                return later.lemma
            if i and form in {"has", "have", "had", "is", "are", "was", "were"}:
                return "hold" if form in {"has", "have", "had"} else "be"
        elif _verb(found, i) and is_content(token) and (i or form.endswith("ed")):
            return token.lemma
        elif i < 2 and _PARTICIPLE.fullmatch(form) and form not in words("words", "no_participle"):
            return token.lemma if token.lemma != form else lemma(form.removesuffix("ing"))
        elif form in predicate_classes() and i and found[i - 1].form.lower() == "to":
            return token.lemma
    for token in found[1:]:
        # 'prosecutors open an inquiry', 'the operator denies': present tense, if the verb is a known one.
        if token.form.islower() and token.lemma in predicate_classes():
            return token.lemma
    return ""
