"""Whether two propositions are one, and why: by what happens, to whom, where, when, how many; never by words alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.ledger.alike import (
    COMMON,
    STATIVE,
    both_stative,
    called_otherwise,
    classes_of,
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
OF_ONE = 0.6
"""What part of it suffices where both are on one origin's word."""
RARE = 4.0
"""How telling a verb must be to stand for its clause where the subject is a pronoun."""
MANY_MORE = 2.5
"""How many times as many all of the dead may be, where another report counts a kind of them alone."""
COMPOUND = 4
"""Letters of a noun at least that another may end with."""
WHOLE = 0.99
"""From here on, all that one clause says is in the other."""
FEWEST = 3
"""Words that clauses with different verbs must share at least."""
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
_THERE = re.compile(r"[\"“]?(?:that |and |but )?there\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:that |and |but |meaning )*(?:it|he|she|they|we|i|nobody|no one)\b", re.IGNORECASE)


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


def match(a: Proposition, b: Proposition, weights: Weights, *, one_origin: bool = False) -> Match | None:
    """Why ``a`` and ``b`` are one proposition; ``None`` where nothing says so. Symmetric.

    Args:
        one_origin: whether both are on one named origin's word, which hardly speaks of two things in the same words.
    """
    if is_count(a) and is_count(b):
        return _counts(a, b, weights)
    if (is_count(a) or is_count(b)) and not (_denies_any(a, b) or _denies_any(b, a) or _same_people_counted(a, b)):
        return None
    if a.spans[0].text.count(" ") >= VERBATIM and a.spans[0].text.casefold() == b.spans[0].text.casefold():
        return Match(0.95, ("word for word the same", *_anchors(a, b)))
    if not of_one_side(a, b):
        return None
    both = _both(a, b, weights)
    happened = occurrence(a, b)
    inside = both.contained > WHOLE and len(both.words) > 1
    enough = LEAST_SHARED * (OF_ONE if one_origin or inside else 1)
    if both.weight < enough and not happened and not (both.whole and both.same):
        return None
    score, reasons = _score(a, b, both, happened, one_origin=one_origin)
    ours, theirs = ({*p.actors} & {*p.names} for p in (a, b))
    if ours and theirs and not _agree(sorted(ours), sorted(theirs)):
        score -= 0.15
    if elsewhere(a.places, b.places):
        score -= 0.15
    if score < SAME:
        return None
    found = (*reasons, *both.anchors)
    return Match(round(score, 4), (*found, "words: " + ", ".join(sorted(both.words))) if both.words else found)


@dataclass(frozen=True, slots=True)
class _Both:
    """What two propositions have in common."""

    words: frozenset[str]
    rest: tuple[frozenset[str], frozenset[str]]
    """The words of each that count, beside its verb."""
    same: str | None
    """What both say happens."""
    otherwise: bool
    """Whether both speak of one thing and call it otherwise."""
    whole: bool
    """Whether neither says anything that the other does not."""
    more: float
    """What weighs beside the words."""
    weight: float
    contained: float
    """Which part of the one that says less is in the other."""
    dice: float
    anchors: tuple[str, ...]

    @property
    def overlap(self) -> float:
        """How far they are the same."""
        return (self.contained + self.dice) / 2


def _both(a: Proposition, b: Proposition, weights: Weights) -> _Both:
    event = main_event(a, b)
    of_words = [_beside(a, b), _beside(b, a)] if event else [set(a.words), set(b.words)]
    otherwise = called_otherwise(a, b, event)
    ours, theirs = (frozenset(some - apart) for some, apart in zip(of_words, otherwise, strict=True))
    same = same_predicate(a, b)
    # One event that both are about counts as a word that both have, however each calls it.
    more = 0.0 if event is None else KIN if kindred(a, b, event) else KIND
    if same:
        tells = min(telling(p.predicate or "be") for p in (a, b))
        more += min(PREDICATE, max(0.0, tells - 1))
        if a.predicate != b.predicate and event is None:
            # Two words for it count as one.
            spoken = a.predicate in ours and b.predicate in theirs
            if set(classes_of(a)) & set(classes_of(b)):
                ours, theirs = ours - {a.predicate}, theirs - {b.predicate}
            more += tells / 2 if spoken else 0.0
    if all(otherwise):
        more += max(KIND, min(map(weights.of, otherwise)))
    more += SAME_NUMBER if _same_number(a, b) or _same_people_counted(a, b) else 0.0
    more += SAME_DAY if _same_day(a, b) else 0.0
    more += SAME_NAME * len(_spelt_otherwise(a, b))
    together = ours & theirs
    weight = weights.of(together) + more
    of_a, of_b = weights.of(ours) + more, weights.of(theirs) + more
    verbs = {a.predicate, b.predicate}
    return _Both(
        together, (ours - verbs, theirs - verbs), same, all(otherwise),
        ours == theirs and (len(together) > 1 or all(otherwise)), more, weight,
        weight / max(min(of_a, of_b), 1e-9), 2 * weight / max(of_a + of_b, 1e-9), tuple(_anchors(a, b)),
    )  # fmt: skip


def _score(
    a: Proposition, b: Proposition, both: _Both, happened: str | None, *, one_origin: bool
) -> tuple[float, tuple[str, ...]]:
    """How surely two propositions are one by what they say happens."""
    if happened:
        return 0.55 + 0.45 * both.overlap, (f"both say that it happened: {happened}",)
    tells = [telling(p.predicate) for p in (a, b)]
    if both.same:
        rest = bool((set(a.words) & set(b.words)) - {a.predicate, b.predicate}) or both.otherwise
        held = any(not one.startswith("event") for one in both.anchors)
        # 'It would reopen': the subject stands in an earlier sentence.
        bare = any(not {*p.words} - {p.predicate} for p in (a, b))
        vague = any(_PRONOUN.match(p.spans[0].text) for p in (a, b)) or bare
        vague = vague and (one_origin or max(tells) > RARE)
        score = 0.3 + 0.7 * both.overlap if rest or held else 0.3 + 0.4 * both.overlap if vague else 0.0
        return score, (f"the same is said to happen: {both.same}",)
    if a.predicate in STATIVE or b.predicate in STATIVE:
        of_names = {word for x in a.names for y in b.names if same_person(x, y) for word in (*x.split(), *y.split())}
        so = both.anchors and (both.words - of_names or both.more)
        so = so or (len(both.words) >= FEWEST and both_stative(a, b))
        so = so or (len(both.words) > 1 and both.contained > WHOLE and bool(a.predicate and b.predicate))
        denied = both.contained > WHOLE and len(both.words) > 1 and any(map(_none_there, (a, b)))
        return both.overlap if denied or (so and may_be_so(a, b)) else 0.0, ()
    # Different verbs: only if each clause has the other's too, as a noun or participle; or has one that tells much, of
    # the same number of the same; or if a verb tells little and all else of a clause is in the other.
    there = [a.predicate in b.words, b.predicate in a.words]
    counted = _same_people_counted(a, b) and any(has and tell > RARE for has, tell in zip(there, tells, strict=True))
    ours, theirs = both.rest
    little = min(tells) < COMMON and len(both.words) >= FEWEST and ours & theirs == min(both.rest, key=len)
    inside = both.contained > WHOLE and len(both.words) > 1 and any(there)
    if counted or little or inside:
        return both.overlap, ()
    return 0.8 * both.dice if both.anchors and all(there) else 0.0, ()


def _none_there(p: Proposition) -> bool:
    """Whether a clause says that there is none of something at all: 'there was no illegal connection'."""
    return p.predicate == "be" and p.polarity == "negative" and _THERE.match(p.spans[0].text) is not None


def _same_people_counted(a: Proposition, b: Proposition) -> bool:
    """Whether both give the same number of the same people, whatever they say that these did: 'eleven prisoners'."""
    if a.count is None or b.count is None or (a.count.low, a.count.high) != (b.count.low, b.count.high):
        return False
    counted = [{c.noun or c.measure, c.measure} for c in (a.count, b.count)]
    return max(a.count.low or 0, a.count.high or 0) > FEW and bool(counted[0] & counted[1])


def _same_day(a: Proposition, b: Proposition) -> bool:
    """Whether both give the same day, or the same longer time: 'by the end of 2026'."""
    ours, theirs = ({(first[:10], last[:10]) for first, last, _ in p.dates} for p in (a, b))
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
