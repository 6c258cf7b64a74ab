"""Whether two propositions are one, and why: by what happens, to whom, where, when, how many; never by words alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.ledger.digest import Count, Proposition
from sayso.ledger.lexicon import happening_classes, measure_words, predicate_classes
from sayso.ledger.names import same_person
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
STEM = 5
"""Letters that a verb and a noun for it begin with alike."""
FEW = 3
"""Numbers up to this are too common to say that two clauses speak of one thing."""
SAME_NUMBER = 3.0
"""What it weighs that both clauses give the same number of the same."""
OWN = 2.5
"""How telling a word of a speaker's name must be to say that a clause is about the speaker."""
COMMON = 1.5
"""Verbs less telling than this say nothing of what happens by themselves."""
VERBATIM = 3
"""Spaces in a clause from which on the same words in the same order are no chance."""
PREDICATE = 2.0
"""What it weighs at most that both say the same of something, beside the words for it; a common verb weighs less."""
KIND, KIN = 2.0, 4.0
"""What it weighs that both clauses are about one type of event, and that they call it by kindred words."""
_PRONOUN = re.compile(r"(?:that |and |but )?(?:it|he|she|they)\b", re.IGNORECASE)
_LIGHT = frozenset({"occur", "light", "schedule"})
_CARRIES = frozenset({"occur", "light", "begin"})
_STATIVE = frozenset({"", "be", "have"})


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
    reasons: list[str] = []
    event = _main_event(a, b)
    of_words = [_beside(a, b), _beside(b, a)] if event else [set(a.words), set(b.words)]
    together = of_words[0] & of_words[1]
    # One event that both are about counts as a word that both have, however each calls it.
    bonus = 0.0 if event is None else KIN if _kin(a, b, event) else KIND
    if not of_one_side(a, b):
        return None
    same = same_predicate(a, b)
    bonus += min(PREDICATE, max(0.0, telling(a.predicate or b.predicate or "be") - 1)) if same else 0.0
    bonus += SAME_NUMBER if _same_number(a, b) else 0.0
    shared = weights.of(together) + bonus
    occurrence = _occurrence(a, b)
    if shared < LEAST_SHARED and not occurrence:
        return None
    of_a, of_b = (weights.of(some) + bonus for some in of_words)
    contained, dice = shared / min(of_a, of_b), 2 * shared / (of_a + of_b)
    overlap = (contained + dice) / 2
    anchors = _anchors(a, b)
    if occurrence:
        reasons.append(f"both say that it happened: {occurrence}")
        score = 0.55 + 0.45 * overlap
    elif same:
        reasons.append(f"the same is said to happen: {same}")
        rest = (set(a.words) & set(b.words)) - {a.predicate, b.predicate}
        # 'It would reopen': the subject stands in an earlier sentence.
        vague = (_PRONOUN.match(a.spans[0].text) or _PRONOUN.match(b.spans[0].text)) and telling(a.predicate) > RARE
        held = [one for one in anchors if not one.startswith("event")]
        score = 0.3 + 0.7 * overlap if rest or held else 0.3 + 0.4 * overlap if vague else 0.0
    elif a.predicate in _STATIVE or b.predicate in _STATIVE:
        so = bool(anchors) or (len(together) >= 3 and _stative(a, b))
        score = overlap if so and _may_be_so(a, b) else 0.0
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
            words = {*other.words, *(word for name in other.names for word in name.split())}
            return any(word in words for word in one.speaker if telling(word) > OWN)
    return True


def _denies_any(one: Proposition, other: Proposition) -> bool:
    """Whether ``one`` denies what ``other`` counts, and gives no number: 'that any of them had been freed'."""
    count = other.count
    negative = one.count is None and one.polarity == "negative"
    return negative and count is not None and measure_words().get(one.predicate) == count.measure


def _may_be_so(a: Proposition, b: Proposition) -> bool:
    """Whether what one says is or was so may be what the other says happened: it has a word for it.

    'Is in talks to buy' is not 'agreed to buy'; 'there was none in the warehouse' may be 'the warehouse held none'.
    """
    for one, other in ((a, b), (b, a)):
        tells = one.predicate not in _STATIVE and "hold" not in _classes(one) and telling(one.predicate) > COMMON
        if tells and not _has_word_for(other, one):
            return False
    return True


def _has_word_for(other: Proposition, one: Proposition) -> bool:
    """Whether ``other`` has the verb of ``one``, or a noun for it: 'arrive' and 'arrival'."""
    predicate = one.predicate
    if predicate in other.words or _main_event(one, other) is not None:
        return True
    classes = set(_classes(one)) - _LIGHT
    return any(
        (len(predicate) >= STEM and word[:STEM] == predicate[:STEM]) or happening_classes().get(word) in classes
        for word in other.words
    )


def _stative(a: Proposition, b: Proposition) -> bool:
    """Whether both say what is or was so, rather than what happened."""
    return all(p.predicate in {"be", "have"} or "hold" in _classes(p) for p in (a, b))


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


def same_predicate(a: Proposition, b: Proposition) -> str | None:
    """What both say happens: the same verb, verbs of one class, a verb and its noun, or events of one type."""
    if a.predicate and a.predicate == b.predicate and a.predicate not in _STATIVE:
        return a.predicate
    kind = _main_event(a, b)
    if kind is not None:
        return f"{a.predicate or _trigger(a, {kind})} / {b.predicate or _trigger(b, {kind})} ({kind})"
    for one, other in ((a, b), (b, a)):
        # 'The government will vote', 'the vote has been postponed'.
        if (
            one.predicate
            and "schedule" in _classes(other)
            and telling(one.predicate) > COMMON
            and _has_word_for(other, one)
        ):
            return f"{a.predicate or 'be'} / {b.predicate or 'be'}"
    classes = (set(_classes(a)) & set(_classes(b))) - {"occur", "light"}
    if classes == {"schedule"} and not (a.dates and b.dates):
        return None
    return f"{a.predicate or 'be'} / {b.predicate or 'be'} ({min(classes)})" if classes else None


def _classes(p: Proposition) -> tuple[str, ...]:
    return predicate_classes().get(p.predicate, ())


def _main_event(a: Proposition, b: Proposition) -> str | None:
    """The type of the event that both clauses are about."""
    kinds = {kind for kind, _ in a.events if _is_main(a, kind)} & {kind for kind, _ in b.events if _is_main(b, kind)}
    return min((kind for kind in kinds if _one_thing(a, b, kind)), default=None)


def _one_thing(a: Proposition, b: Proposition, kind: str) -> bool:
    """Whether a verb in one clause and a noun in the other tell one event: 'resigned', 'handed in his resignation'.

    Agreeing to a ceasefire is not its taking effect, though both are of its type.
    """
    ours, theirs = ({trigger for one, trigger in p.events if one == kind} for p in (a, b))
    verbs = [p.predicate in t and not _CARRIES & set(_classes(p)) for p, t in ((a, ours), (b, theirs))]
    if verbs[0] == verbs[1]:
        return True
    verb, nouns = (a, theirs) if verbs[0] else (b, ours)
    classes = set(_classes(verb))
    return any(noun[:STEM] == verb.predicate[:STEM] or happening_classes().get(noun) in classes for noun in nouns)


def _is_main(p: Proposition, kind: str) -> bool:
    """Whether an event of this type is what the clause is about: its verb, or a noun that its verb only carries."""
    triggers = {trigger for one, trigger in p.events if one == kind}
    return p.predicate in triggers or not p.predicate or bool(_CARRIES & set(_classes(p)))


def _kin(a: Proposition, b: Proposition, kind: str) -> bool:
    """Whether both call the event by kindred words: 'resign' and 'resignation'."""
    ours, theirs = ({t for one, t in p.events if one == kind} for p in (a, b))
    return any(x[:5] == y[:5] for x in ours for y in theirs)


def _trigger(p: Proposition, kinds: set[str]) -> str:
    return min(trigger for kind, trigger in p.events if kind in kinds)


def _occurrence(a: Proposition, b: Proposition) -> str | None:
    """The event that both clauses are about, where they say no more than that it took place: 'an explosion tore …'."""
    if not all("occur" in predicate_classes().get(p.predicate, ()) for p in (a, b)):
        return None
    kinds = {kind for kind, _ in a.events} & {kind for kind, _ in b.events}
    triggers = {t for kind, t in a.events if kind in kinds} & {t for kind, t in b.events if kind in kinds}
    return f"{min(triggers)} ({min(kinds)})" if triggers else None


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


def elsewhere(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two clauses say two places: none of one is, or may lie in, one of the other."""
    return bool(some and others) and not any(_may_be_one(x, y) for x in some for y in others)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two places are one, or one is a country or region that the other may lie in."""
    if one == other:
        return True
    first, second = one.split(" ", 1)[0], other.split(" ", 1)[0]
    wide = any(" " not in place or "/" in place for place in (one, other))
    return wide and first == second


def _agree(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(same_person(x, y) for x in some for y in others)


def apart(
    some: Sequence[tuple[str, str, object]], others: Sequence[tuple[str, str, object]], *, slack: int = 0
) -> bool:
    """Whether no date of ``some`` can be one of ``others``, give or take ``slack`` days."""
    return not any(
        (_near(x[0], y[1], slack) and _near(y[0], x[1], slack)) or _week_off(x, y) for x in some for y in others
    )


def _week_off(x: tuple[str, str, object], y: tuple[str, str, object]) -> bool:
    """Whether two dates are the same day of the week by name, reckoned a week apart: hardly two days."""
    if abs(ordinal(x[0]) - ordinal(y[0])) != 7 or x[0] != x[1] or y[0] != y[1]:
        return False
    named = [set(re.findall(r"\b\w+day\b", getattr(one[2], "text", "").lower())) for one in (x, y)]
    return bool(named[0] & named[1])


def _near(first: str, last: str, slack: int) -> bool:
    """Whether ``first`` is no later than ``last`` and some days."""
    if not slack:
        return first <= last
    return ordinal(first) <= ordinal(last) + slack


def ordinal(day: str) -> int:
    """The number of an ISO day, or of the day of an ISO time; 0 for what is none."""
    from datetime import date

    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return 0


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
