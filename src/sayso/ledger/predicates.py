"""What a clause says happens, by its words alone, in linear time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ledger.lexicon import (
    common_name,
    happening_classes,
    happening_nouns,
    predicate_classes,
    words,
    words_of_phrases,
)
from sayso.ledger.words import Token, is_content, is_known

_BE = frozenset({"be", "been", "being", "is", "are", "was", "were", "am"})
_TO_COME = frozenset({"will", "would", "to", "shall", "should", "may", "might", "can", "could"})
_NOTHING = re.compile(r"(?:\w+ ){0,2}nothing (?:at all )?to do with\b", re.IGNORECASE)
_BEFORE_NOUN = frozenset({"against", "of", "with", "by", "in", "for", "from", "into", "about", "between", "without"})
_PARTICIPLE = re.compile(r"[a-z]{3,}ing")


def is_doing(form: str) -> bool:
    """Whether a form is a participle: 'after *tearing* a ligament'."""
    return _PARTICIPLE.fullmatch(form) is not None and form not in words("words", "no_participle")


def is_verb(found: Sequence[Token], i: int) -> bool:
    """Whether a word is a finite verb, as far as its form tells: an auxiliary, or a past form that no noun follows."""
    form = found[i].form
    if form.lower() in words("words", "auxiliary") and form.lower() != "to":
        return True
    past = form in words("words", "irregular") or (form.islower() and form.endswith("ed") and found[i].lemma != form)
    if not past and form not in words("words", "same_past"):
        return False
    before = found[i - 1].form.lower() if i else ""
    # 'Against organised crime': what stands right after a preposition describes.
    initial = len(before) == 1  # 'H.K., confessed'
    possessive = i > 0 and found[i].start - found[i - 1].end == len("'s ") and not initial
    if (before in _BEFORE_NOUN or possessive) and form.endswith("ed"):
        return False
    counted = before in words("words", "numbers") and found[i].lemma in words("words", "transitive")
    if counted and i + 1 < len(found) and is_content(found[i + 1]):
        return False  # 'three stolen paintings were'
    return before not in words("words", "determiners") and not before[:1].isdigit()


def predicate(found: Sequence[Token]) -> str:
    """The lemma of what a clause says happens; empty where its words do not show it.

    What follows an auxiliary ('would *reopen*'), or else a past form; a participle at its head. The verb of a relative
    clause ('the ferry that *went* down was carrying …') and a participle that only describes ('a man *arrested* on
    Monday was charged') are passed over where another verb follows.
    """
    return _predicate(found)[0]


def predicate_at(found: Sequence[Token]) -> int:
    """Where the verb of :func:`predicate` ends; -1 where there is none."""
    return _predicate(found)[1]


def _predicate(found: Sequence[Token]) -> tuple[str, int]:
    """The predicate, and where its verb ends; -1 where there is none."""
    passed = ("", -1)
    relative = False
    i = 0
    while i < len(found):
        if i and not relative and found[i].form.lower() in words("words", "relative"):
            relative = True
        made = _verb_at(found, i)
        if made is None:
            i += 1
            continue
        end = made[1]
        infinitive = i > 0 and i == end and found[i - 1].form.lower() == "to"
        if not relative and not infinitive and not _describes(found, i, end):
            return made
        passed, relative = passed if passed[0] else made, False
        i = end + 1
    for i, token in enumerate(found[1:], 1):
        # 'prosecutors open an inquiry', 'the operator denies': present tense, if the verb is a known one.
        if not passed[0] and token.form.islower() and token.lemma in predicate_classes():
            return token.lemma, i
    return passed


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a clause says happens, however it puts it."""

    predicate: str
    dropped: frozenset[str] = frozenset()
    """Words of the clause that only put it so …"""
    added: frozenset[str] = frozenset()
    """… and those that say it plainly."""
    undone: bool = False
    """Whether it says that it did not happen: 'failed to refloat it'."""


def meaning(text: str, found: Sequence[Token]) -> Meaning:
    """What a clause of ``text``, whose words are ``found``, says happens.

    'Failed to refloat', 'refused to sign' say that it was not done; what 'lasts until Sunday' ends on Sunday; 'made an
    attempt' is 'tried'.
    """
    happens, at = _predicate(found)
    if at < 0:
        return Meaning(happens)
    phrase = words_of_phrases().get(f"{happens} {found[at + 1].form.lower()}") if at + 1 < len(found) else None
    if phrase is not None:
        dropped = frozenset({happens, found[at + 1].lemma})
        ends = phrase in words("words", "lasting") and _until(text, found, at + 1)
        verb = "end" if ends else phrase
        return Meaning(verb, dropped, frozenset({verb}))
    if loses_life(found, happens, at):
        return Meaning("die", frozenset({happens, "life", "live"}), frozenset({"die"}))
    if happens == "open" and any(one.form.lower() in {"again", "anew"} for one in found[at + 1 : at + 5]):
        return Meaning("reopen", frozenset({happens}), frozenset({"reopen"}))
    if happens == "without":
        return Meaning("hold", frozenset({happens}), undone=True)
    if happens == "leave" and any(one.lemma in words("words", "posts") for one in found[at + 1 : at + 5]):
        return Meaning("resign", frozenset({happens}), frozenset({"resign"}))
    if happens in words("words", "planning") and (meant := _to_do(found, at)) is not None:
        return Meaning(meant, frozenset({happens}), frozenset({meant}))
    if _nothing_to_do_with(text, found, at):
        return Meaning("cause", frozenset({happens, "nothing"}), frozenset({"cause"}), undone=True)
    undone = _undone(found, happens, at)
    if undone is not None:
        verb, noun = undone
        return Meaning(verb, frozenset({happens, noun}), frozenset({verb}), undone=True)
    if happens in words("words", "lasting") and _until(text, found, at):
        return Meaning("end", frozenset({happens}), frozenset({"end"}))
    if "close" in predicate_classes().get(happens, ()) and _until(text, found, at):
        return Meaning("reopen", frozenset({happens}), frozenset({"reopen"}))
    if _changed_to(found, happens, at):
        return Meaning("be", frozenset({happens}))
    if happens in words("words", "showing") and at + 1 < len(found) and found[at + 1].form.lower() in {"no", "any"}:
        return Meaning("be", frozenset({happens}))
    if happens == "open" and found[at].form == "open" and (not at or found[at - 1].form.lower() not in _TO_COME):
        return Meaning("close", frozenset({"open"}), frozenset({"close"}), undone=True)  # what was open was not closed
    carried = _carried(found, happens, at)
    if carried:
        return Meaning(carried, frozenset({happens}), frozenset({carried}))
    if happens not in predicate_classes():
        happens = common_name(happens)
    # 'Is heading', 'jobs were at risk': the words for it in the clause are other than the verb.
    others = {
        one.lemma for one in found
        if one.lemma != happens and (_verb_lemma(one) == happens or happening_classes().get(one.lemma) == happens)
    }  # fmt: skip
    there = any(one.lemma == happens for one in found)
    return Meaning(happens, frozenset(others), frozenset({happens})) if others and not there else Meaning(happens)


def loses_life(found: Sequence[Token], happens: str, at: int) -> bool:
    """Whether a clause says that somebody died: 'five people have lost their lives'."""
    return happens == "lose" and any(one.form.lower() in {"life", "lives"} for one in found[at + 1 : at + 4])


def _undone(found: Sequence[Token], happens: str, at: int) -> tuple[str, str] | None:
    """The verb for what was not done, and the noun for its being tried: 'an attempt to refloat it failed'."""
    if happens in words("words", "failing"):
        for j in range(at + 1, min(at + 6, len(found) - 1)):
            if found[j].form.lower() == "to" and found[j + 1].form.islower() and is_content(found[j + 1]):
                return _verb_lemma(found[j + 1]), ""
    if happens == "fail":
        for j in range(at - 2):
            tried = found[j].lemma in words("happenings", "try") and found[j + 1].form.lower() == "to"
            if tried and is_content(found[j + 2]):
                return _verb_lemma(found[j + 2]), found[j].lemma
    return None


def _to_do(found: Sequence[Token], at: int) -> str | None:
    """What somebody plans to do: 'plans to *close* its plant'."""
    to = next((j for j in range(at + 1, min(at + 4, len(found))) if found[j].form.lower() == "to"), len(found))
    verb = next((one for one in found[to + 1 : to + 4] if one.form.lower() not in words("words", "auxiliary")), None)
    return _verb_lemma(verb) if verb is not None and is_content(verb) and verb.form.islower() else None


def _nothing_to_do_with(text: str, found: Sequence[Token], at: int) -> bool:
    return _NOTHING.match(text, found[max(0, at - 1)].start, found[min(at + 6, len(found) - 1)].end) is not None


def _changed_to(found: Sequence[Token], happens: str, at: int) -> bool:
    """Whether a clause only says that a number is another now: 'has grown to 1.2 billion', 'raised its toll to …'."""
    to = at + 1
    if happens in words("words", "revising"):
        told = [i for i in range(at + 1, len(found)) if found[i].lemma in words("numbers", "again")]
        to = next((i for i in range(told[0], len(found)) if found[i].form.lower() == "to"), -1) if told else -1
    elif {"rise", "fall"}.isdisjoint(predicate_classes().get(happens, ())):
        return False
    if not 0 < to < len(found) - 1 or found[to].form.lower() != "to":
        return False
    number = found[to + 1].form
    return number[0].isdigit() or number.lower() in words("words", "numbers") | {"at", "about", "more"}


def _until(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether the verb at ``at`` goes on to a time: 'will last until Thursday'."""
    for j in range(at + 1, min(at + 6, len(found))):
        if text[found[j - 1].end : found[j].start].strip():
            return False
        if found[j].form.lower() in {"until", "till"}:
            return True
    return False


def _carried(found: Sequence[Token], happens: str, at: int) -> str | None:
    """The verb for the noun that a light verb carries: 'made an attempt' is 'tried'; of the passive, its subject."""
    if happens not in words("words", "carrying"):
        return None
    auxiliary = words("words", "auxiliary")
    passive = not is_doing(found[at].form.lower()) and any(
        one.form.lower() in _BE for one in found[max(0, at - 2) : at]
    )
    if passive and "begin" in predicate_classes().get(happens, ()):
        return None  # 'the fire was started deliberately'
    stretch = found[:at] if passive else found[at + 1 : at + 6]
    head: Token | None = None
    for token in stretch:
        form = token.form.lower()
        if head is not None and (form in words("words", "prepositions") | auxiliary or form in {"of", "that", "into"}):
            break
        if is_content(token) and form not in auxiliary:
            head = token
    return happening_classes().get(head.lemma) if head is not None and head.lemma in happening_nouns() else None


def _verb_at(found: Sequence[Token], i: int) -> tuple[str, int] | None:
    """The lemma of the verb that begins at ``i``, and where it ends."""
    auxiliary = words("words", "auxiliary")
    token, form = found[i], found[i].form.lower()
    spoken: tuple[str, int] | None = None
    if form in auxiliary and form != "to":
        for j, later in enumerate(found[i + 1 : i + 6], i + 1):
            low = later.form.lower()
            if low == "last" and found[j - 1].form.lower() in auxiliary and _prepositional(found, j + 1):
                return "last", j
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
        away = _away(found, i)
        if i and away is not None:
            return away
        if i and (form in {"has", "have", "had", "is", "are", "was", "were"} or token.lemma in {"remain", "stay"}):
            return ("hold" if form in {"has", "have", "had"} else "be"), i
        return None
    if is_verb(found, i) and is_content(token) and (i or form.endswith("ed")):
        return token.lemma, i
    head = i == 0 or (i == 1 and found[0].form.lower() in words("words", "breaks") | {"and", "by", "without"})
    if head and i == 0 and _only_describes(found):
        return None
    name = token.form[0].isupper() and not any(map(is_known, _stems(form)))  # 'Beijing'
    if head and not name and _PARTICIPLE.fullmatch(form) and form not in words("words", "no_participle"):
        return _verb_lemma(token), i
    if form in predicate_classes() and i and found[i - 1].form.lower() == "to":
        return token.lemma, i
    return None


def _only_describes(found: Sequence[Token]) -> bool:
    """Whether a participle at the head describes the subject of a verb to come: '*struggling* Rostau are set to …'."""
    if len(found) < 3 or not is_content(found[1]) or found[1].form.lower() in words("words", "prepositions"):
        return False
    for j in range(2, min(len(found), 10)):
        if found[j].start - found[j - 1].end >= len(", ") and found[j].start - found[j - 1].end != len("'s "):
            return False
        if found[j].form.lower() in words("words", "auxiliary") - {"to"} or is_verb(found, j):
            return True
    return False


def _prepositional(found: Sequence[Token], i: int) -> bool:
    """Whether a preposition or a number follows: 'will last *until* Thursday', 'would last *three* weeks'."""
    if i >= len(found):
        return False
    form = found[i].form.lower()
    return form in {"until", "till", "for", "through", "beyond", "at", "about"} or (
        form[0].isdigit() or form in words("words", "numbers")
    )


def _away(found: Sequence[Token], i: int) -> tuple[str, int] | None:
    """What 'be' and a particle say: 'will be *out* for six weeks', 'is *back* home'."""
    for j in range(i, min(i + 4, len(found) - 1)):
        form = found[j].form.lower()
        if form in _BE and found[j + 1].form.lower() in words("words", "particles"):
            after = found[j + 2].form.lower() if j + 2 < len(found) else ""
            return None if after == "of" else (found[j + 1].form.lower(), j + 1)
        if form not in words("words", "auxiliary"):
            return None
    return None


def _state(found: Sequence[Token], i: int) -> str | None:
    """The verb for a state that 'be' and two words tell: 'is on fire' burns, 'was under attack' was attacked."""
    for j in range(i, min(i + 4, len(found) - 2)):
        form = found[j].form.lower()
        if form in _BE:
            if found[j + 1].form.lower() in {"on", "under", "at"}:
                if found[j + 3 : j + 4] and found[j + 3].form.lower() == "way":
                    return "head"  # 'was on its way to Egypt'
                return happening_classes().get(found[j + 2].lemma)
        elif form not in words("words", "auxiliary"):
            return None
    return None


def _stems(form: str) -> list[str]:
    """What a participle may be made of: 'running' of 'run', 'making' of 'make'."""
    stem = form.removesuffix("ing")
    return [stem, f"{stem}e", stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem, f"{stem}e"]


def _verb_lemma(token: Token) -> str:
    """The lemma of a verb, where the lemmatizer takes its participle for a noun: 'burning' → 'burn'."""
    form = token.form.lower()
    if token.lemma != form or not is_doing(form):
        return token.lemma
    candidates = _stems(form)
    return next((one for one in candidates if is_known(one)), candidates[0])


def _between_commas(found: Sequence[Token], i: int) -> bool:
    """Whether a past form begins what stands between commas, with a verb to come."""
    if found[i].start - found[i - 1].end != len(", "):
        return False
    after = (j for j in range(i + 1, min(i + 12, len(found))) if found[j].start - found[j - 1].end in {2, 3})
    comma = next(after, None)
    return comma is not None and is_verb(found, comma)


def _describes(found: Sequence[Token], i: int, end: int) -> bool:
    """Whether a past form is a participle that describes the noun before it: a finite verb comes after it."""
    if i == 0 or i != end or found[i].form.lower() in words("words", "auxiliary") or end + 1 >= len(found):
        return False
    if _between_commas(found, i):
        return True  # 'the suspect, identified only as H.K., confessed'
    if found[end + 1].form.lower() not in words("words", "prepositions") | {"of", "to", "as"}:
        return False
    needs_object = found[i].lemma in words("words", "transitive")
    if found[i].start - found[i - 1].end == 2:
        return True  # between commas: 'the road, closed since Monday, will reopen'
    for j in range(end + 1, min(end + 12, len(found))):
        form = found[j].form.lower()
        if form in {"and", "but", "or"} or form in words("words", "relative") or found[j].start - found[j - 1].end == 2:
            return False
        if form in words("words", "auxiliary") and form != "to" and j > end + 1:
            return True
        # 'A ship stranded on a reef sank': what has no object is no participle; what needs one, and has none, is.
        if j > end + 1 and is_verb(found, j) and (needs_object or found[j].lemma in words("words", "intransitive")):
            return found[i].lemma not in words("words", "intransitive")
    return False
