"""A claim cut into clauses, since one sentence may say several things; by its words alone, in linear time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sayso.ledger.lexicon import words
from sayso.ledger.predicates import is_doing, is_verb
from sayso.ledger.words import Token, is_content

FEWEST = 2
"""Content words of a clause that stands on its own."""
_MAY_TAKE_NOUN = frozenset({"after", "before", "since", "until"})
"""Conjunctions that are prepositions, too."""

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def clauses(text: str, start: int, end: int, found: Sequence[Token]) -> list[tuple[int, int]]:
    """First and one past the last token of each clause of ``text[start:end]``, whose words are ``found``.

    A clause ends before a conjunction, a semicolon, or a comma or 'and' with a participle; one that would have fewer
    than two content words stays with the one before it.
    """
    cuts = [0]
    breaks, negative = words("words", "breaks"), words("words", "negative")
    verb = number = no = -1  # the last of each so far
    for i in range(1, len(found)):
        before = found[i - 1].form
        verb = i - 1 if is_verb(found, i - 1) else verb
        number = i - 1 if before[0].isdigit() else number
        no = i - 1 if before.lower() in negative else no
        gap = text[found[i - 1].end : found[i].start]
        form = found[i].form.lower()
        following = found[i + 1].form.lower() if i + 1 < len(found) else ""
        participle = is_doing(form)
        counting = number < cuts[-1] and _counting(found, cuts[-1], i)
        parted = not counting and (
            any(mark in gap for mark in ";—–\n")
            or (found[i].form[0].isupper() and _ends_sentence(found[i - 1], gap))
            or ":" in gap
            or (
                form in breaks
                and (form not in _MAY_TAKE_NOUN or _has_verb(found, i + 1, comma=True) or is_doing(following))
            )
            or (form in {"by", "without"} and is_doing(following) and not (form == "by" and _passive(found, i)))
            or (form == "where" and "," in gap and _has_verb(found, i + 1))
            or ("," in gap and participle)
            or ("," in gap and form in {"and", "but"} and _has_verb(found, i + 1))
            or (form in {"and", "but"} and (following == "that" or (verb >= cuts[-1] and _another(found, i))))
            or (form in {"that", "which", "who"} and verb >= cuts[-1] and _of_noun(found, i))
            or (form in {"and", "but"} and number >= cuts[-1] and _counts_more(found, i))
            or (form == "that" and i > cuts[-1] and _found_that(found[i - 1], negated=no >= cuts[-1]))
            or (form == "and" and is_doing(following))
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


def _passive(found: Sequence[Token], i: int) -> bool:
    """Whether 'by' at ``i`` says what did it: 'was triggered by blasting at a quarry'."""
    done = i > 1 and found[i - 1].form.lower().endswith(("ed", "en"))
    return done and any(found[j].form.lower() in _BE for j in range(max(0, i - 3), i - 1))


def _ends_sentence(before: Token, gap: str) -> bool:
    """Whether a sentence ends between two words: a stop after a word that is no abbreviation."""
    plain = before.form.islower() and len(before.form) > 2 and before.form != "etc"
    return plain and gap[:1] in {".", "!", "?"} and gap[-1:].isspace()


def _has_verb(found: Sequence[Token], start: int, *, comma: bool = False) -> bool:
    """Whether a verb follows soon; before a comma, if so asked: 'until Monday, a week later than planned'."""
    for i in range(start, min(start + 8, len(found))):
        if comma and i > start and found[i].start - found[i - 1].end == len(", "):
            return False
        if is_verb(found, i):
            return True
    return False


def _another(found: Sequence[Token], i: int) -> bool:
    """Whether what follows 'and' at ``i`` has a subject and a verb of its own: 'it was hacked | and files are lost'."""
    if i + 2 >= len(found):
        return False
    head = found[i + 1]
    subject = words("words", "determiners") | words("words", "pronouns") | {"he", "she", "they"}
    if not (head.form.lower() in subject or head.form[0].isupper() or head.form[0].isdigit()):
        return False
    for j in range(i + 2, min(i + 9, len(found))):
        form = found[j].form.lower()
        if found[j].start - found[j - 1].end == 2 or form in words("words", "relative") or form in {"and", "or", "to"}:
            return False
        if is_verb(found, j):
            return not form.endswith("ed")
    return False


def _found_that(before: Token, *, negated: bool) -> bool:
    """Whether 'that' after ``before`` begins what somebody has found, or denied: 'investigators have found | that …'.

    Args:
        negated: whether the clause that it ends has a word for no.
    """
    if before.lemma in words("words", "evidence"):
        return True
    return not negated and before.lemma in words("words", "finding") | words("words", "denying")


def _of_noun(found: Sequence[Token], i: int) -> bool:
    """Whether 'that' at ``i`` is the subject of a clause about the noun before it: 'a ceasefire | that will begin'."""
    if i + 1 >= len(found) or not is_verb(found, i + 1):
        return False
    return is_content(found[i - 1]) and not is_verb(found, i - 1)


def _counts_more(found: Sequence[Token], i: int) -> bool:
    """Whether 'and' at ``i`` joins another verb with a number of its own: 'burned 2,000 hectares | and hurt 12'."""
    if i + 1 >= len(found) or not is_verb(found, i + 1):
        return False
    return any(one.form[0].isdigit() for one in found[i + 2 : i + 10])


def _counting(found: Sequence[Token], first: int, i: int) -> bool:
    """Whether a clause's subject is a count whose number is still to come: 'the number of people killed | when …'."""
    if not any(one.lemma in words("words", "counting") for one in found[first : min(first + 4, i)]):
        return False
    return any(one.form[0].isdigit() for one in found[i : i + 24])
