"""Whether two propositions are one, and why: by what happens, to whom, where, when, how many; never by words alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.ledger.alike import (
    STATIVE,
    both_stative,
    called_otherwise,
    kindred,
    main_event,
    may_be_so,
    occurrence,
    same_predicate,
)
from sayso.ledger.digest import Count, Proposition
from sayso.ledger.lexicon import measure_words, words
from sayso.ledger.names import same_person
from sayso.ledger.setting import apart, elsewhere
from sayso.ledger.words import telling

SAME = 0.5
"""From this score on, two propositions are one."""
LEAST_SHARED = 4.0
"""What two propositions must have in common at least, in the weights of their words."""
RARE = 4.0
"""How telling a verb must be to stand for its clause where the subject is a pronoun."""
MANY_MORE = 2.5
"""How many times as many all of the dead may be, where another report counts a kind of them alone."""
COMPOUND = 4
"""Letters of a noun at least that another may end with."""
FEW = 3
"""Numbers up to this are too common to say that two clauses speak of one thing."""
SAME_NUMBER = 3.0
"""What it weighs that both clauses give the same number of the same."""
SAME_DAY = 1.5
"""What it weighs that both give the same day."""
SAME_NAME = 3.0
"""What it weighs that both have a name that they spell otherwise."""
OWN = 2.5
"""How telling a word of a speaker's name must be to say that a clause is about the speaker."""
VERBATIM = 3
"""Spaces in a clause from which on the same words in the same order are no chance."""
PREDICATE = 2.0
"""What it weighs at most that both say the same of something, beside the words for it; a common verb weighs less."""
KIND, KIN = 2.0, 4.0
"""What it weighs that both clauses are about one type of event, and that they call it by kindred words."""
_PRONOUN = re.compile(r"(?:that |and |but )?(?:it|he|she|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """Two propositions are one, how surely (0 to 1), and what says so."""

    score: float
    reasons: tuple[str, ...]


class Weights:
    """How much each word tells within one story: what all its reports say tells little."""

    def __init__(self, propositions: Iterable[tuple[str, Proposition]]) -> None:
        seen: dict[str, set[str]] = {}
        reports: set[str] = set()
        for report, proposition in propositions:
            reports.add(report)
            for word in proposition.words:
                seen.setdefault(word, set()).add(report)
        n = len(reports)
        self._weights = {
            word: telling(word) * (0.4 + 0.6 * (math.log((n + 1) / len(where)) / math.log(n + 1)))
            for word, where in seen.items()
        }

    def of(self, some: Iterable[str]) -> float:
        """The weight of some words together."""
        return math.fsum(self._weights.get(word) or telling(word) for word in sorted(some))


def is_count(proposition: Proposition) -> bool:
    """Whether it says how many were killed, hurt, arrested, …"""
    count = proposition.count
    return count is not None and count.noun != "of" and count.measure in _measures()


def _measures() -> frozenset[str]:
    return frozenset(measure_words().values())


def match(a: Proposition, b: Proposition, weights: Weights) -> Match | None:
    """Why ``a`` and ``b`` are one proposition; ``None`` where nothing says so. Symmetric."""
    if is_count(a) and is_count(b):
        return _counts(a, b, weights)
    if (is_count(a) or is_count(b)) and not (_denies_any(a, b) or _denies_any(b, a)):
        return None
    if a.spans[0].text.count(" ") >= VERBATIM and a.spans[0].text.casefold() == b.spans[0].text.casefold():
        return Match(0.95, ("word for word the same", *_anchors(a, b)))
    if not of_one_side(a, b):
        return None
    reasons: list[str] = []
    event = main_event(a, b)
    of_words = [_beside(a, b), _beside(b, a)] if event else [set(a.words), set(b.words)]
    otherwise = called_otherwise(a, b, event)
    of_words = [some - words_of for some, words_of in zip(of_words, otherwise, strict=True)]
    together = of_words[0] & of_words[1]
    # One event that both are about counts as a word that both have, however each calls it.
    bonus = 0.0 if event is None else KIN if kindred(a, b, event) else KIND
    same = same_predicate(a, b)
    bonus += min(PREDICATE, max(0.0, telling(a.predicate or b.predicate or "be") - 1)) if same else 0.0
    bonus += SAME_NUMBER if _same_number(a, b) else 0.0
    if all(otherwise):
        bonus += max(KIND, min(map(weights.of, otherwise)))
    bonus += SAME_DAY if _same_day(a, b) else 0.0
    bonus += SAME_NAME * len(_spelt_otherwise(a, b))
    shared = weights.of(together) + bonus
    happened = occurrence(a, b)
    whole = of_words[0] == of_words[1] and same is not None and (len(together) > 1 or all(otherwise))
    if shared < LEAST_SHARED and not happened and not whole:
        return None
    of_a, of_b = (weights.of(some) + bonus for some in of_words)
    contained, dice = shared / min(of_a, of_b), 2 * shared / (of_a + of_b)
    overlap = (contained + dice) / 2
    anchors = _anchors(a, b)
    if happened:
        reasons.append(f"both say that it happened: {happened}")
        score = 0.55 + 0.45 * overlap
    elif same:
        reasons.append(f"the same is said to happen: {same}")
        rest = ((set(a.words) & set(b.words)) - {a.predicate, b.predicate}) or all(otherwise)
        # 'It would reopen': the subject stands in an earlier sentence.
        vague = (_PRONOUN.match(a.spans[0].text) or _PRONOUN.match(b.spans[0].text)) and telling(a.predicate) > RARE
        held = [one for one in anchors if not one.startswith("event")]
        score = 0.3 + 0.7 * overlap if rest or held else 0.3 + 0.4 * overlap if vague else 0.0
    elif a.predicate in STATIVE or b.predicate in STATIVE:
        of_names = {word for x in a.names for y in b.names if same_person(x, y) for word in (*x.split(), *y.split())}
        so = (bool(anchors) and bool(together - of_names or bonus)) or (len(together) >= 3 and both_stative(a, b))
        score = overlap if so and may_be_so(a, b) else 0.0
    else:
        # Different verbs: only if each clause has the other's too, as a noun or a participle.
        score = 0.8 * dice if anchors and a.predicate in b.words and b.predicate in a.words else 0.0
    if a.actors and b.actors and not _agree(a.actors, b.actors):
        score -= 0.15
    if elsewhere(a.places, b.places):
        score -= 0.15
    if score < SAME:
        return None
    reasons += anchors
    if together:
        reasons.append("words: " + ", ".join(sorted(together)))
    return Match(round(score, 4), tuple(reasons))


def _same_day(a: Proposition, b: Proposition) -> bool:
    ours, theirs = ({first[:10] for first, last, _ in p.dates if first[:10] == last[:10]} for p in (a, b))
    return bool(ours & theirs)


def _spelt_otherwise(a: Proposition, b: Proposition) -> list[str]:
    """Names that both have, and of which no word is spelt alike: 'Mohamed Nasr', 'Mohammed Nassr'."""
    return [x for x in a.names if not {*x.split()} & {*b.words} and any(x != y and same_person(x, y) for y in b.names)]


def _beside(one: Proposition, other: Proposition) -> set[str]:
    """The words of a clause beside those for its events, unless they are words of the other for something else."""
    own, theirs = ({trigger for _, trigger in p.events} for p in (one, other))
    return set(one.words) - (own - (set(other.words) - theirs))


def same_people(one: Count, other: Count) -> bool:
    """Whether a count of a kind, 'four workers', may be one of all, 'the dead': no other is made, nor by far larger."""
    if (one.low, one.high) == (other.low, other.high):
        return True
    some, more = sorted((one.low or one.high or 0, other.low or other.high or 0))
    return one.only and other.only and 0 < more <= MANY_MORE * some


def same_noun(one: str, other: str) -> bool:
    """Whether two nouns are one, or one is a kind of the other by its form: 'schoolgirl' and 'girl'."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= COMPOUND and long.endswith(short))


def _same_number(a: Proposition, b: Proposition) -> bool:
    one, other = a.count, b.count
    if one is None or other is None or one.measure != other.measure or (one.low, one.high) != (other.low, other.high):
        return False
    return max(one.low or 0, one.high or 0) > FEW


def of_one_side(a: Proposition, b: Proposition) -> bool:
    """Whether one who denies having done something speaks of what the other clause says that it did.

    'We did not attack the convoy' does not deny that gunmen attacked it.
    """
    for one, other in ((a, b), (b, a)):
        own = [word for word in one.speaker if telling(word) > RARE]
        if one.polarity == "negative" and other.polarity == "positive" and own and one.events:
            words_of = {*other.words, *(word for name in other.names for word in name.split())}
            # 'Government aircraft had bombed it': the army whose aircraft they are may answer for them.
            organs = words("origins", "organs")
            ours = bool(organs & {*one.speaker}) and bool(organs & words_of)
            return ours or any(word in words_of for word in one.speaker if telling(word) > OWN)
    return True


def _denies_any(one: Proposition, other: Proposition) -> bool:
    """Whether ``one`` denies what ``other`` counts, and gives no number: 'that any of them had been freed'."""
    count = other.count
    negative = one.count is None and one.polarity == "negative"
    return negative and count is not None and measure_words().get(one.predicate) == count.measure


def _counts(a: Proposition, b: Proposition, weights: Weights) -> Match | None:
    """Two counts of the same: the same measure, and nothing that keeps those counted apart."""
    one, other = a.count, b.count
    assert one is not None
    assert other is not None
    if one.measure != other.measure or (one.noun and other.noun and not same_noun(one.noun, other.noun)):
        return None
    nobody = 0 in (one.high, other.high)
    if elsewhere(a.places, b.places):
        return None
    if a.dates and b.dates and apart(a.dates, b.dates, slack=2):
        return None
    if not nobody and bool(one.noun) != bool(other.noun) and not same_people(one, other):
        return None  # 'one survivor' is some of the dead, not another number of them
    shared = frozenset(a.words) & frozenset(b.words)
    overlap = weights.of(shared) / max(min(weights.of(a.words), weights.of(b.words)), 1e-9)
    who = f" ({one.noun or other.noun})" if one.noun or other.noun else ""
    # Where only one says who was counted, the other may have counted more.
    doubt = 0.15 if bool(one.noun) != bool(other.noun) and not nobody else 0.0
    reasons = [f"both count {one.measure}{who}", *_anchors(a, b)]
    return Match(round(0.65 + 0.35 * min(1.0, overlap) - doubt, 4), tuple(reasons))


def _anchors(a: Proposition, b: Proposition) -> list[str]:
    """What the two have in common beside words."""
    found: list[str] = []
    kinds = {kind for kind, _ in a.events} & {kind for kind, _ in b.events}
    if kinds:
        found.append("event: " + ", ".join(sorted(kinds)))
    names = sorted({x for x in a.names for y in b.names if same_person(x, y)})
    if names:
        found.append("names: " + ", ".join(names))
    places = sorted(set(a.places) & set(b.places))
    if places:
        found.append("place: " + ", ".join(places))
    if a.dates and b.dates and not apart(a.dates, b.dates):
        found.append("date: " + a.dates[0][0])
    if a.count and b.count and a.count.measure == b.count.measure:
        found.append(f"a number of: {a.count.measure}")
    return found


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(same_person(x, y) for x in some for y in others)


def pairs(propositions: Sequence[tuple[str, Proposition]]) -> list[tuple[int, int]]:
    """Indices of propositions worth comparing: those with a measure, or a word not all too frequent, in common."""
    index: dict[str, list[int]] = {}
    for i, (_, proposition) in enumerate(propositions):
        if is_count(proposition):
            assert proposition.count is not None
            index.setdefault(f"#{proposition.count.measure}", []).append(i)
        else:
            for word in proposition.words:
                index.setdefault(word, []).append(i)
    most = max(60, len(propositions) // 4)
    shared: Counter[tuple[int, int]] = Counter()
    for key in sorted(index):
        some = index[key]
        if len(some) > most and not key.startswith("#"):
            continue
        for x, i in enumerate(some):
            for j in some[x + 1 :]:
                shared[i, j] += 1
    return sorted(shared)
