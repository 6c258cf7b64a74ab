"""PLOVER events: what happened, by its trigger; who did it, to whom, where and when, from the syntax around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.events.auxiliary import Auxiliary
from sayso.events.beyond import Beyond
from sayso.events.circumstances import attached, claims_of_words, contexts_of, nearest_claims
from sayso.events.lexicon import words
from sayso.events.names import Names
from sayso.events.nations import Nations
from sayso.events.parties import Parties
from sayso.events.phrases import Arguments
from sayso.events.triggers import Trigger, find_triggers
from sayso.language import Analysis
from sayso.names.tables import Tables
from sayso.record.types import Claim, Date, Entity, Event, Place

_WORDS = words("find")
_MANOEUVRES = _WORDS["manoeuvres"]


@dataclass(frozen=True, slots=True)
class _Found:
    trigger: Trigger
    claim: str
    parties: Arguments


def find_events(
    analysis: Analysis, claims: tuple[Claim, ...], entities: tuple[Entity, ...],
    places: tuple[Place, ...], dates: tuple[Date, ...], tables: Tables | None = None,
) -> tuple[Event, ...]:  # fmt: skip
    """The events of a report's claims, in PLOVER 2024's types (Halterman et al. 2023), modes and contexts.

    Ids are ``v1``, ``v2``… in text order; a trigger is one event, and "hold talks" one trigger. A trigger that no claim
    covers, such as the cue of a statement ("accused", "promised"), belongs to the nearest claim of its sentence; where
    there is none, there is no event. Negated and planned events are events: PLOVER's auxiliary modes (``historical``,
    ``future``, ``hypothetical``, ``negation``) stand last among the contexts, and tell them apart.

    ``actors`` and ``recipients`` are ids of entities: of a person or body, and of the country that the same words name.
    They are empty where the text names none. Those who meet, trade, sign or fight with one another, with nobody else
    told, are both. ``parties`` are all who take part, named or not ("police", "rebels"), with
    their countries and sectors.
    """
    claim_of = claims_of_words(analysis, claims)
    nearest = nearest_claims(analysis, claims)
    triggers = tuple(find_triggers(analysis))
    parties = Parties(analysis, entities, places, frozenset(t.word.index for t in triggers))
    beyond = Beyond(analysis, parties, triggers)
    kept: list[_Found] = []
    numbers: dict[int, int] = {}
    for trigger in triggers:
        claim = claim_of[trigger.word.index] or nearest(trigger.word)
        if claim is None:
            continue
        if trigger.own is not None and not parties.acts_itself(trigger.word, trigger.own):
            continue
        own = parties.of(trigger) if trigger.about is None else parties.willed(trigger, trigger.about)
        arguments = beyond.of(trigger, own)
        if trigger.about is not None and not arguments.who:
            continue
        if trigger.person and not any(parties.kinds[a] == "person" for a in arguments.actors):
            continue
        numbers[trigger.word.index] = len(kept)
        if trigger.noun is not None:
            numbers.setdefault(trigger.noun.index, len(kept))
        kept.append(_Found(_alone(trigger, arguments, parties.names), claim, arguments))
    where = attached(analysis, numbers, claim_of, ((p.id, p.span) for p in places if p.role == "event"))
    for i, found in enumerate(kept):  # "shot and wounded a man in Velmar": both were there
        word = found.trigger.word
        if i not in where and word.relation == "conj" and numbers.get(word.head) in where:
            where[i] = where[numbers[word.head]]
    when = attached(analysis, numbers, claim_of, ((d.id, d.span) for d in dates if d.type in {"DATE", "TIME"}))
    on = {d.id: d for d in dates}
    nations = Nations(analysis, entities, places, parties.names, tables)
    auxiliary = Auxiliary(analysis, claims, {f.trigger.word.index: f.trigger.kind[0] for f in kept})
    events = []
    for i, found in enumerate(kept):
        trigger, covered = found.trigger, claim_of[found.trigger.word.index] is not None
        modes = auxiliary.of(trigger, found.claim, covered=covered, on=on.get(when.get(i, "")))
        events.append(
            Event(
                id=f"v{i + 1}",
                type=trigger.kind[0],
                mode=trigger.kind[1],
                contexts=(*contexts_of(analysis, trigger.word, claim_of), *modes),
                trigger=analysis.span(trigger.word.start, max(trigger.word.end, trigger.end)),
                actors=found.parties.actors,
                recipients=found.parties.recipients,
                place=where.get(i),
                date=when.get(i),
                claim=found.claim,
                parties=nations.of(trigger.kind[0], found.parties.who, found.parties.whom, where.get(i), trigger.word),
            )
        )
    return tuple(events)


def _alone(trigger: Trigger, arguments: Arguments, names: Names) -> Trigger:
    """A country's manoeuvres by itself are a show of force, and no cooperation."""
    noun = trigger.noun
    if trigger.kind[0] != "COOPERATE" or noun is None or noun.lemma.lower() not in _MANOEUVRES:
        return trigger
    who = (*arguments.who, *arguments.whom)
    lands = {names.isos.get(n) for w in who for n in names.named(w) if names.governs(n)} - {None}
    return trigger if len(lands) > 1 else replace(trigger, kind=("MOBILIZE", "troops"))
