"""Whether a party whose country is not told is of the country of whom it faces."""

from __future__ import annotations

from sayso.events.lexicon import words
from sayso.events.sectors import DOMESTIC, INTERNAL, STATE
from sayso.record.types import Entity, Party

_WORDS = words("nations")
_ABROAD = _WORDS["abroad"]
"""Who stands for a country in another one: whoever protests before them is not of theirs."""
_OTHER = _WORDS["other"]
_FOREIGN = _WORDS["foreign"]
_SENT = _WORDS["sent"]
"""Who come from elsewhere, whatever they are."""
_RULERS = _WORDS["rulers"]
ON_GROUND = frozenset({"ASSAULT", "COERCE"})
_INTERNATIONAL = _WORDS["international"]
"""First words of bodies that belong to no country, whatever their other words tell."""


def at_home(party: Party, other: Party, kind: str, *, alone: bool) -> bool:
    """Whether a party of no told country faces one of its own.

    Reports name the country of whoever is foreign: of the recipients whose country goes without saying it is the
    actors'. An actor's is the recipients' only where these are organs of a state and it is of those under them.

    Args:
        party: whose country is not told.
        other: whom it faces, with a country.
        kind: the event's type.
        alone: whether the sentence tells of no other country.
    """
    words = {*party.span.text.lower().split(), *other.span.text.lower().split()}
    mine, theirs = frozenset(party.sectors), frozenset(other.sectors)
    if not words.isdisjoint(_ABROAD | _OTHER | _FOREIGN | _SENT):
        return False
    # "Vellish lawmakers urged *the government*": who lives under one need not say which
    if party.role == "recipient" and party.span.text.lower() in _RULERS and not theirs.isdisjoint(DOMESTIC | {"CVL"}):
        return True
    if kind == "PROTEST" and (alone or (party.role == "recipient" and not mine.isdisjoint(STATE))):
        return True
    if party.role == "recipient":
        if "MIL" in theirs and not mine.isdisjoint({"CVL", "REF", "JRN"}):
            return False  # armies kill abroad, too
        if not mine.isdisjoint({"PTY", "OPP"}) and not theirs.isdisjoint({"PTY", "OPP", "LEG"}):
            return True
        unknown = {"CRM", "UAF"} if kind in ON_GROUND else set()
        return (alone and mine.isdisjoint(unknown)) or not (mine.isdisjoint(DOMESTIC) or theirs.isdisjoint(STATE))
    if mine.isdisjoint(INTERNAL - {"UAF", "CRM", "JRN", "COP", "JUD"}):
        return False
    return not theirs.isdisjoint(STATE | DOMESTIC) or (alone and bool(theirs) and not mine.isdisjoint(DOMESTIC))


def once(parties: list[Party]) -> tuple[Party, ...]:
    """Parties without those that a wrong parse has cut from another: "Sri | Lanka"."""
    seen: set[tuple[str, str | None]] = set()
    kept = []
    for party in dict.fromkeys(parties):
        key = (party.entity, party.country) if party.entity is not None else None
        if key is None or key not in seen:
            kept.append(party)
        if key is not None:
            seen.add(key)
    return tuple(kept)


def worldwide(entity: Entity) -> bool:
    """Whether a body's name says that it is of no one country: "International Court of …"."""
    if entity.kind != "organisation" or " " not in entity.name:
        return False
    parts = entity.name.split()
    return parts[0] in _INTERNATIONAL or "Arbitration" in parts
