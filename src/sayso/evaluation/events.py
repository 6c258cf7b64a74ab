"""Events against the PLOVER gold standard records (Open Event Data Alliance): 322 sentences with one event each.

The records have the types of PLOVER's drafts; four of them have other names in PLOVER 2024 (Halterman et al. 2023).
The records are a test only: nothing is fitted to them.

A record is right if *any* event of the sentence has its type; as most sentences tell of several events and the gold
names one, precision cannot be told. ``at the trigger`` asks more: the event whose trigger shares a character with the
words that the gold marks. Countries of actors and recipients are those of the best event: of the right type and at the
trigger, else of the right type, else at the trigger, else the first. They are counted where the gold names one: of 322
records 35 have no actor with a country and 54 no recipient, many of them for want of anybody in the sentence. ``as
named`` leaves out countries that are gathered from the place or from the other party; ``where the type is right`` and
``phrase`` (whether a party of the event shares a character with the words that the gold marks as the actor's or the
recipient's) measure the parts of the way there; sectors are counted where the gold has one of PLOVER 2024's codes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sayso.evaluation.corpora import files_of
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, overlaps, percent, record_of, share
from sayso.names.tables import country_codes
from sayso.record.types import Event, Record

CORPUS = ("plover/PLOVER_GSR_CAMEO.txt",)
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""PLOVER 2024's quad classes."""
_QUAD = {kind: quad for quad, kinds in QUADS.items() for kind in kinds}
_TYPOS = {"JAP": "JPN", "ITL": "ITA"}
"""Codes in the records that are nobody's."""
_TRIGGER = re.compile(r"\(EVT: ([^()]*)\)")
_SOURCE = re.compile(r"\(SRC: ([^()]*)\)")
_TARGET = re.compile(r"\(TAR: ([^()]*)\)")
_CODES = frozenset({
    "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY", "REB", "PRM", "UAF", "CRM", "CVL", "ELI", "BUS", "LAB",
    "AGR", "EDU", "MED", "JRN", "REF", "REL", "SOC",
})  # fmt: skip
"""PLOVER's sector codes; the records have peoples and faiths beside them."""
_PARTIES = ("actor", "recipient")
_PARTS = (" as named", " where the type is right")
_TOLD = frozenset({"named", "table"})


@dataclass(frozen=True, slots=True)
class Gold:
    """A record's event: its type, the characters of its words, the countries of its parties."""

    type: str
    trigger: tuple[tuple[int, int], ...]
    actors: frozenset[str]
    recipients: frozenset[str]
    phrases: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]] = ((), ())
    """Where the words of the actors and of the recipients stand."""
    sectors: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def documents(corpora: Path) -> list[Document[Gold]]:
    """The records that hold a sentence."""
    (path,) = files_of(corpora, CORPUS)
    found = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        text = row.get("text")
        if text and row["event"] != "DOCUMENT":
            info = row.get("textInfo", "")
            markup = info.get("markup", "") if isinstance(info, dict) else info
            trigger = tuple(_stretches(text, markup, _TRIGGER))
            phrases = tuple(_stretches(text, markup, _SOURCE)), tuple(_stretches(text, markup, _TARGET))
            kind = RENAMED.get(row["event"], row["event"])
            source, target = row.get("source"), row.get("target")
            sectors = _sectors(source), _sectors(target)
            gold = Gold(kind, trigger, _nations(source), _nations(target), phrases, sectors)
            found.append(Document(row["id"], text, gold))
    return found


def _stretches(text: str, markup: str, marked: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the marked words stand in the text; each is looked for behind the one before."""
    found = []
    at = 0
    for words in marked.findall(markup):
        start = text.find(words.strip(), at)
        if start >= 0:
            at = start + len(words.strip())
            found.append((start, at))
    return found


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """ISO 3166-1 alpha-3 → alpha-2."""
    return {long: short for short, long in country_codes().items()}


def _nations(parties: object) -> frozenset[str]:
    """The countries among the codes of actors; international bodies and the like have none. Some records have text."""
    codes = [party.get("code", "") for party in parties] if isinstance(parties, list) else []
    found = (_codes().get(_TYPOS.get(code, code)) for code in codes)
    return frozenset(code for code in found if code)


def _sectors(parties: object) -> frozenset[str]:
    """The sector codes of actors, without the codes of peoples that follow some."""
    codes = [str(party.get("sector") or "")[:3] for party in parties] if isinstance(parties, list) else []
    return frozenset(codes) & _CODES


def measure(document: Document[Gold]) -> Tally:
    """Reads a sentence and counts."""
    return compare(document.gold, record_of(document))


def compare(gold: Gold, record: Record) -> Tally:
    """Counts what a record has of the gold event."""
    tally = Tally()
    here = [e for e in record.events if any(overlaps(t, (e.trigger.start, e.trigger.end)) for t in gold.trigger)]
    typed = [e for e in record.events if e.type == gold.type]
    quad = _QUAD.get(gold.type)
    for key, right in (
        ("type", bool(typed)),
        ("quad class", any(_QUAD.get(e.type) == quad for e in record.events)),
        ("type at the trigger", any(e.type == gold.type for e in here)),
        ("quad class at the trigger", any(_QUAD.get(e.type) == quad for e in here)),
        ("type of the first event", bool(record.events) and record.events[0].type == gold.type),
        ("any event at the trigger", bool(here)),
    ):
        tally.add(f"{key}.gold")
        tally.add(f"{key}.right", right)
    best = next(iter([e for e in here if e in typed] or typed or here or record.events), None)
    for number, (party, wanted) in enumerate(zip(_PARTIES, (gold.actors, gold.recipients), strict=True)):
        given, named = _countries(best, party), _countries(best, party, _TOLD)
        # Where the gold names no country, whether one was found says nothing: the records leave many parties out.
        if wanted:
            for key, found in ((f"{party} countries", given), (f"{party} countries as named", named)):
                tally.add(f"{key}.gold", len(wanted))
                tally.add(f"{key}.right", len(wanted & found))
                tally.add(f"{key}.found", len(found))
            if best is not None and best in typed:
                tally.add(f"{party} countries where the type is right.gold", len(wanted))
                tally.add(f"{party} countries where the type is right.right", len(wanted & given))
                tally.add(f"{party} countries where the type is right.found", len(given))
        parties = [p for p in best.parties if p.role == party] if best is not None else []
        if gold.phrases[number]:
            tally.add(f"{party} phrase.gold")
            spans = [(p.span.start, p.span.end) for p in parties]
            tally.add(f"{party} phrase.right", any(overlaps(g, s) for g in gold.phrases[number] for s in spans))
        if gold.sectors[number]:
            sectors = frozenset(s for p in parties for s in p.sectors)
            tally.add("sectors.gold", len(gold.sectors[number]))
            tally.add("sectors.right", len(gold.sectors[number] & sectors))
            tally.add("sectors.found", len(sectors))
    return tally


def _countries(event: Event | None, party: str, basis: frozenset[str] | None = None) -> frozenset[str]:
    """The countries of an event's parties; with ``basis`` those that rest on it."""
    parties = event.parties if event is not None else ()
    rest = (p for p in parties if basis is None or p.country_basis in basis)
    return frozenset(p.country for p in rest if p.role == party and p.country is not None)


def figures(tally: Tally) -> list[Figure]:
    """Shares of the records; of countries the share found, with precision."""
    keys = ("type", "quad class", "type at the trigger", "quad class at the trigger", "type of the first event")
    found = [share(tally, key) for key in (*keys, "any event at the trigger")]
    counted = [f"{party} countries{part}" for part in ("", *_PARTS) for party in _PARTIES]
    for key in (*counted, "sectors"):
        right, given, gold = (tally[f"{key}.{part}"] for part in ("right", "found", "gold"))
        recall = percent(right, gold)
        floored = not key.endswith(_PARTS)
        found.append(Figure(key, recall, round(gold), percent(right, given), recall, floored=floored))
    found += [share(tally, f"{party} phrase") for party in _PARTIES]
    return found


YARDSTICK = Yardstick(
    name="events",
    about="The PLOVER gold standard records, a sentence and an event each: the share whose type, and quad class, is "
    "among the events found; the share of actors' and recipients' countries that were found.",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("type", "quad class", "actor countries", "recipient countries"),
)
