"""Whether two clauses say that the same happens, however each calls it."""

from __future__ import annotations

from sayso.ledger.digest import Proposition
from sayso.ledger.lexicon import happening_classes, predicate_classes
from sayso.ledger.words import telling

COMMON = 1.5
"""Verbs less telling than this say nothing of what happens by themselves."""
STEM = 5
"""Letters that a verb and a noun for it begin with alike."""
STATIVE = frozenset({"", "be", "have"})
_LIGHT = frozenset({"occur", "light", "schedule"})
_CARRIES = frozenset({"occur", "light", "begin"})


def same_predicate(a: Proposition, b: Proposition) -> str | None:
    """What both say happens: the same verb, verbs of one class, a verb and its noun, or events of one type."""
    if a.predicate and a.predicate == b.predicate and a.predicate not in STATIVE:
        return a.predicate
    kind = main_event(a, b)
    if kind is not None:
        return f"{a.predicate or _trigger(a, {kind})} / {b.predicate or _trigger(b, {kind})} ({kind})"
    for one, other in ((a, b), (b, a)):
        # 'The government will vote', 'the vote has been postponed'.
        if (
            one.predicate
            and "schedule" in classes_of(other)
            and telling(one.predicate) > COMMON
            and _has_word_for(other, one)
        ):
            return f"{a.predicate or 'be'} / {b.predicate or 'be'}"
    classes = (set(classes_of(a)) & set(classes_of(b))) - {"occur", "light"}
    if classes == {"schedule"} and not (a.dates and b.dates):
        return None
    return f"{a.predicate or 'be'} / {b.predicate or 'be'} ({min(classes)})" if classes else None


def classes_of(p: Proposition) -> tuple[str, ...]:
    found = predicate_classes().get(p.predicate)
    if found is None and p.predicate in happening_classes():
        return (happening_classes()[p.predicate],)  # 'will have surgery'
    return found or ()


def main_event(a: Proposition, b: Proposition) -> str | None:
    """The type of the event that both clauses are about."""
    kinds = {kind for kind, _ in a.events if _is_main(a, kind)} & {kind for kind, _ in b.events if _is_main(b, kind)}
    return min((kind for kind in kinds if _one_thing(a, b, kind)), default=None)


def _one_thing(a: Proposition, b: Proposition, kind: str) -> bool:
    """Whether a verb in one clause and a noun in the other tell one event: 'resigned', 'handed in his resignation'.

    Agreeing to a ceasefire is not its taking effect, though both are of its type.
    """
    ours, theirs = ({trigger for one, trigger in p.events if one == kind} for p in (a, b))
    verbs = [p.predicate in t and not _CARRIES & set(classes_of(p)) for p, t in ((a, ours), (b, theirs))]
    if verbs[0] == verbs[1]:
        return True
    verb, nouns = (a, theirs) if verbs[0] else (b, ours)
    classes = set(classes_of(verb))
    return any(noun[:STEM] == verb.predicate[:STEM] or happening_classes().get(noun) in classes for noun in nouns)


def _is_main(p: Proposition, kind: str) -> bool:
    """Whether an event of this type is what the clause is about: its verb, or a noun that its verb only carries."""
    triggers = {trigger for one, trigger in p.events if one == kind}
    return p.predicate in triggers or not p.predicate or bool(_CARRIES & set(classes_of(p)))


def kindred(a: Proposition, b: Proposition, kind: str) -> bool:
    """Whether both call the event by kindred words: 'resign' and 'resignation'."""
    ours, theirs = ({t for one, t in p.events if one == kind} for p in (a, b))
    return any(x[:5] == y[:5] for x in ours for y in theirs)


def _trigger(p: Proposition, kinds: set[str]) -> str:
    return min(trigger for kind, trigger in p.events if kind in kinds)


def occurrence(a: Proposition, b: Proposition) -> str | None:
    """The event that both clauses are about, where they say no more than that it took place: 'an explosion tore …'."""
    if not all("occur" in predicate_classes().get(p.predicate, ()) for p in (a, b)):
        return None
    kinds = {kind for kind, _ in a.events} & {kind for kind, _ in b.events}
    triggers = {t for kind, t in a.events if kind in kinds} & {t for kind, t in b.events if kind in kinds}
    return f"{min(triggers)} ({min(kinds)})" if triggers else None


def may_be_so(a: Proposition, b: Proposition) -> bool:
    """Whether what one says is or was so may be what the other says happened: it has a word for it.

    'Is in talks to buy' is not 'agreed to buy'; 'there was none in the warehouse' may be 'the warehouse held none'.
    """
    for one, other in ((a, b), (b, a)):
        tells = one.predicate not in STATIVE and "hold" not in classes_of(one) and telling(one.predicate) > COMMON
        if tells and not _has_word_for(other, one):
            return False
    return True


def _has_word_for(other: Proposition, one: Proposition) -> bool:
    """Whether ``other`` has the verb of ``one``, or a noun for it: 'arrive' and 'arrival'."""
    predicate = one.predicate
    if predicate in other.words or main_event(one, other) is not None:
        return True
    classes = set(classes_of(one)) - _LIGHT
    return any(
        (len(predicate) >= STEM and word[:STEM] == predicate[:STEM]) or happening_classes().get(word) in classes
        for word in other.words
    )


def both_stative(a: Proposition, b: Proposition) -> bool:
    """Whether both say what is or was so, rather than what happened."""
    return all(p.predicate in {"be", "have"} or "hold" in classes_of(p) for p in (a, b))


def called_otherwise(a: Proposition, b: Proposition, event: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The words of each for what both speak of and call otherwise, beside ``event``: 'talks' and 'negotiations'."""
    kinds = ({kind for kind, _ in a.events} & {kind for kind, _ in b.events}) - {event}
    ours, theirs = ({kind: {t for k, t in p.events if k == kind} for kind in kinds} for p in (a, b))
    apart = [kind for kind in kinds if not ours[kind] & theirs[kind]]
    return (
        frozenset(t for kind in apart for t in ours[kind] if t != a.predicate),
        frozenset(t for kind in apart for t in theirs[kind] if t != b.predicate),
    )
