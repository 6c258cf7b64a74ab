"""A claim cut into clauses, since one sentence may say several things; by its words alone, in linear time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.ledger.lexicon import happening_classes, predicate_classes, words
from sayso.ledger.words import Token, is_content, is_known

FEWEST = 2
"""Content words of a clause that stands on its own."""
_BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "am"})
_PARTICIPLE = re.compile(r"[a-z]{3,}ing")


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
        participle = _PARTICIPLE.fullmatch(form) is not None and form not in words("words", "no_participle")
        counting = number < cuts[-1] and _counting(found, cuts[-1], i)
        parted = not counting and (
            any(mark in gap for mark in ";—–\n")
            or ":" in gap
            or (form in breaks and (form not in {"after", "before", "since", "until"} or _has_verb(found, i + 1)))
            or ("," in gap and participle)
            or ("," in gap and form in {"and", "but"} and _has_verb(found, i + 1))
            or (form in {"and", "but"} and (following == "that" or (verb >= cuts[-1] and _another(found, i))))
            or (form in {"that", "which", "who"} and verb >= cuts[-1] and _of_noun(found, i))
            or (form in {"and", "but"} and number >= cuts[-1] and _counts_more(found, i))
            or (form == "that" and i > cuts[-1] and _found_that(found[i - 1], negated=no >= cuts[-1]))
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
    return any(is_verb(found, i) for i in range(start, min(start + 8, len(found))))


def is_verb(found: Sequence[Token], i: int) -> bool:
    """Whether a word is a finite verb, as far as its form tells: an auxiliary, or a past form that no noun follows."""
    form = found[i].form
    if form.lower() in words("words", "auxiliary") and form.lower() != "to":
        return True
    past = form in words("words", "irregular") or (form.islower() and form.endswith("ed") and found[i].lemma != form)
    if not past and form not in words("words", "same_past"):
        return False
    before = found[i - 1].form.lower() if i else ""
    return before not in words("words", "determiners") and not before[:1].isdigit()


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


def predicate(found: Sequence[Token]) -> str:
    """The lemma of what a clause says happens; empty where its words do not show it.

    What follows an auxiliary ('would *reopen*'), or else a past form; a participle at its head. The verb of a relative
    clause ('the ferry that *went* down was carrying …') and a participle that only describes ('a man *arrested* on
    Monday was charged') are passed over where another verb follows.
    """
    passed = ""
    relative = False
    i = 0
    while i < len(found):
        if i and not relative and found[i].form.lower() in words("words", "relative"):
            relative = True
        made = _verb_at(found, i)
        if made is None:
            i += 1
            continue
        lemma_of, end = made
        infinitive = i > 0 and i == end and found[i - 1].form.lower() == "to"
        if not relative and not infinitive and not _describes(found, i, end):
            return lemma_of
        passed, relative = passed or lemma_of, False
        i = end + 1
    for token in found[1:]:
        # 'prosecutors open an inquiry', 'the operator denies': present tense, if the verb is a known one.
        if not passed and token.form.islower() and token.lemma in predicate_classes():
            return token.lemma
    return passed


def _verb_at(found: Sequence[Token], i: int) -> tuple[str, int] | None:
    """The lemma of the verb that begins at ``i``, and where it ends."""
    auxiliary = words("words", "auxiliary")
    token, form = found[i], found[i].form.lower()
    spoken: tuple[str, int] | None = None
    if form in auxiliary and form != "to":
        for j, later in enumerate(found[i + 1 : i + 6], i + 1):
            low = later.form.lower()
            if low in auxiliary or low.endswith("ly") or low in words("words", "between"):
                continue
            if low in {"reported", "said", "told"}:
                # 'Is said to be', 'had been reported faulty'; by itself it is the verb.
                spoken = spoken or (later.lemma, j)
                continue
            if (
                later.form[:1].isupper()
                or later.form[0].isdigit()
                or not is_content(later)
                or low in words("words", "numbers")
            ):
                break
            return _verb_lemma(later), j
        if spoken is not None:
            return spoken
        state = _state(found, i)
        if state is not None:
            return state, i
        been = any(one.form.lower() in {"be", "been", "being"} for one in found[i + 1 : i + 4])
        if i and been:
            return "be", i
        if i and (form in {"has", "have", "had", "is", "are", "was", "were"} or token.lemma in {"remain", "stay"}):
            return ("hold" if form in {"has", "have", "had"} else "be"), i
        return None
    if is_verb(found, i) and is_content(token) and (i or form.endswith("ed")):
        return token.lemma, i
    head = i == 0 or (i == 1 and found[0].form.lower() in words("words", "breaks") | {"and", "by"})
    if head and _PARTICIPLE.fullmatch(form) and form not in words("words", "no_participle"):
        return _verb_lemma(token), i
    if form in predicate_classes() and i and found[i - 1].form.lower() == "to":
        return token.lemma, i
    return None


def _state(found: Sequence[Token], i: int) -> str | None:
    """The verb for a state that 'be' and two words tell: 'is on fire' burns, 'was under attack' was attacked."""
    for j in range(i, min(i + 4, len(found) - 2)):
        form = found[j].form.lower()
        if form in _BE:
            if found[j + 1].form.lower() in {"on", "under"}:
                return happening_classes().get(found[j + 2].lemma)
        elif form not in words("words", "auxiliary"):
            return None
    return None


def _verb_lemma(token: Token) -> str:
    """The lemma of a verb, where the lemmatizer takes its participle for a noun: 'burning' → 'burn'."""
    form = token.form.lower()
    if token.lemma != form or not _PARTICIPLE.fullmatch(form) or form in words("words", "no_participle"):
        return token.lemma
    stem = form.removesuffix("ing")
    candidates = [stem, f"{stem}e", stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem, f"{stem}e"]
    return next((one for one in candidates if is_known(one)), stem)


def _describes(found: Sequence[Token], i: int, end: int) -> bool:
    """Whether a past form is a participle that describes the noun before it: a finite verb comes after it."""
    if i == 0 or i != end or found[i].form.lower() in words("words", "auxiliary") or end + 1 >= len(found):
        return False
    if found[end + 1].form.lower() not in words("words", "prepositions"):
        return False
    if found[i].start - found[i - 1].end == 2:
        return True  # between commas: 'the road, closed since Monday, will reopen'
    for j in range(end + 1, min(end + 12, len(found))):
        form = found[j].form.lower()
        if form in {"and", "but", "or"} or form in words("words", "relative") or found[j].start - found[j - 1].end == 2:
            return False
        if form in words("words", "auxiliary") and form != "to" and j > end + 1:
            return True
    return False
