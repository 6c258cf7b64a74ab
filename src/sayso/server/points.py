"""Points as people read them: who says it on whose word, who repeats it, who disagrees, what changed.

Everything here is arrangement; what counts as what was decided in :mod:`sayso.ledger.points`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sayso.ledger.answers import Json, denied
from sayso.ledger.origins import instant
from sayso.ledger.queries import Line
from sayso.record.spans import Span
from sayso.record.types import Standing
from sayso.web.phrases import firmness

KINDS = {
    "independent": "independent",
    "echo": "echo",
    "anonymous": "anonymous",
    "not established": "independence not established",
}
"""How a claim counts, in words."""
MOST = 20
"""Contradictions, and changes, of a point that are shown: a text full of numbers can have a hundred thousand."""
_ORDER = {"independent": 0, "not established": 1, "anonymous": 2, "echo": 3}


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim of a point."""

    ref: str
    report: str
    claim: str
    """Its id in the report, which is also its anchor in the report's page."""
    words: tuple[str, ...]
    way: tuple[str, ...]
    """Holders, outermost first."""
    origin: str
    anonymous: bool
    against: bool
    how: str
    reason: str
    superseded: bool
    standing: tuple[str, ...]
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a contradiction or change: the words, with what differs marked."""

    saying: Saying
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Against:
    """Two claims that cannot both hold."""

    on: str
    one: Quote
    other: Quote


@dataclass(frozen=True, slots=True)
class Changed:
    """A later claim that brought an earlier one up to date."""

    on: str
    seen: str | None
    before: Quote
    after: Quote


@dataclass(frozen=True, slots=True)
class PointView:
    """A point."""

    id: str
    story: str
    text: str
    first_seen: str | None
    last_seen: str | None
    independent: tuple[str, ...]
    """Each independent origin with its way: ``Kremlin via Interfax``."""
    echoes: int
    """Reports that only repeat it."""
    anonymous: int
    unsettled: int
    others: tuple[str, ...]
    """Where nobody is independent: on whose word it is all the same, each with its way."""
    against: int
    """Claims that contradict it."""
    sayings: tuple[Saying, ...]
    contradictions: tuple[Against, ...]
    """The first of them."""
    all_contradictions: int
    changes: tuple[Changed, ...]
    """The latest of them."""
    all_changes: int
    credibility: int
    credibility_reason: str
    decisions: tuple[Json, ...]
    standing: tuple[str, ...]
    """How firmly its strongest claim stands."""
    denied: bool
    """Whether all who speak of it deny it: its words alone would say the contrary."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A point in a line, beside one of its claims."""

    id: str
    story: str
    text: str
    denied: bool
    claims: int
    independent: int
    echoes: int
    """Reports that only repeat it."""
    against: int
    changes: int


def brief(point: Json) -> Brief:
    """The same as :func:`view`, without the claims: a point can have thousands."""
    for_it = [one for one in point["claims"] if one["relation"] != "contradicts" and not one["superseded"]]
    counted = {one["report"] for one in for_it if one["independence"] != "echo"}
    alone = {
        (one["origin"]["name"], tuple(holder["name"] for holder in one["chain"][1:-1]))
        for one in for_it
        if one["independence"] == "independent"
    }
    return Brief(
        point["id"], point["story"], point["text"], denied(point), len(point["claims"]), len(alone),
        len({one["report"] for one in for_it if one["independence"] == "echo"} - counted),
        sum(one["relation"] == "contradicts" for one in point["claims"]), len(point["changes"]),
    )  # fmt: skip


def strongest_first(points: Iterable[Json]) -> list[Json]:
    """Points, those on most independent words first."""
    return sorted(
        points, key=lambda p: (-p["independent_origins"], -len(p["claims"]), instant(p["first_seen"]), p["id"])
    )


def view(point: Json, lines: Sequence[Line]) -> PointView:
    """A point of the story with the reports ``lines``."""
    by_id = {line.shown.id: line for line in lines}
    sayings = [_saying(claim, by_id) for claim in point["claims"]]
    by_ref = {one.ref: one for one in reversed(sayings)}
    spans = {claim["claim"]: claim["spans"] for claim in reversed(point["claims"])}
    for_it = [one for one in sayings if not one.against and not one.superseded]
    independent = [one for one in for_it if one.how == "independent"]
    counted = {one.report for one in for_it if one.how != "echo"}
    ordered = sorted(sayings, key=lambda one: (one.against, one.superseded, _ORDER.get(one.how, 9)))
    return PointView(
        point["id"], point["story"], point["text"], point["first_seen"], point["last_seen"],
        tuple(dict.fromkeys(_origin(one) for one in independent)),
        len({one.report for one in for_it if one.how == "echo"} - counted),
        sum(one.how == "anonymous" for one in for_it),
        sum(one.how == "not established" for one in for_it),
        () if independent else _others(for_it),
        sum(one.against for one in sayings),
        tuple(ordered),
        tuple(
            Against(against["on"], *(_quote(by_ref[r], spans[r], s) for r, s in _sides(against["claims"], against)))
            for against in islice(
                (one for one in point["contradictions"] if all(ref in by_ref for ref in one["claims"])), MOST
            )
        ),
        len(point["contradictions"]),
        tuple(
            Changed(
                change["on"], change["seen"],
                *(_quote(by_ref[r], spans[r], s) for r, s in _sides((change["from"], change["to"]), change)),
            )
            for change in sorted(
                (one for one in point["changes"] if one["from"] in by_ref and one["to"] in by_ref),
                key=lambda one: (one["seen"] is not None, instant(one["seen"])),
            )[-MOST:]
        ),
        len(point["changes"]),
        point["credibility"]["suggested"], point["credibility"]["reason"], tuple(point["decisions"]),
        (ordered[0].standing if ordered else ()),
        denied(point),
    )  # fmt: skip


def _sides(refs: Sequence[str], told: Json) -> list[tuple[str, Json]]:
    return list(zip(refs, told["spans"], strict=True))


def standing_of(value: Json) -> Standing:
    """A standing as the ledger's JSON has it."""
    likelihood = value["likelihood"]
    return Standing(
        value["certainty"], value["polarity"], value["time"], value["stance"],
        (likelihood[0], likelihood[1]) if likelihood else None,
        tuple(span_of(one) for one in value["because"]), span_of(value["condition"]) if value["condition"] else None,
    )  # fmt: skip


def span_of(value: Json) -> Span:
    """A span as the ledger's JSON has it."""
    return Span(value["start"], value["end"], value["text"])


def firm(claim: Json) -> tuple[str, ...]:
    """How firmly a claim of a point stands, in short phrases beside its words, which may be a clause of several."""
    return firmness(standing_of(claim["standing"]), [span_of(one) for one in claim["spans"]], whole=False)


def _saying(claim: Json, by_id: Mapping[str, Line]) -> Saying:
    report, _, part = claim["claim"].rpartition("/")
    line = by_id.get(report)
    return Saying(
        claim["claim"], report, part, tuple(span["text"] for span in claim["spans"]),
        tuple(holder["name"] or "source not told" for holder in claim["chain"]),
        claim["origin"]["name"] or "source not told", claim["origin"]["anonymous"],
        claim["relation"] == "contradicts", claim["independence"], claim["reason"], claim["superseded"],
        firm(claim),
        line.shown.outlet if line else None, line.shown.published if line else None,
    )  # fmt: skip


def _origin(one: Saying) -> str:
    """An origin and the way to it; an outlet that quotes its source itself needs no mention."""
    between = [name for name in one.way[1:-1] if name != one.origin]
    return f"{one.origin} via {', '.join(reversed(between))}" if between else one.origin


def _others(for_it: Sequence[Saying]) -> tuple[str, ...]:
    """On whose word a point is that has no independent origin: those who count most."""
    for how in ("not established", "anonymous", "echo"):
        some = [one for one in for_it if one.how == how]
        if some:
            return tuple(dict.fromkeys(_in_whose_words(one) for one in some))
    return ()


def _in_whose_words(one: Saying) -> str:
    """An origin and the way to it, and the outlet where it says so itself or nobody is named."""
    if len(one.way) <= 1:
        return f"{one.outlet or 'the report'}, in its own words"
    return f"{_origin(one)}, in {one.outlet}" if one.anonymous and one.outlet else _origin(one)


def _quote(saying: Saying, spans: Sequence[Json], differs: Json) -> Quote:
    for span in spans:
        if span["start"] <= differs["start"] and differs["end"] <= span["end"]:
            text, start, end = span["text"], differs["start"] - span["start"], differs["end"] - span["start"]
            return Quote(saying, text[:start], text[start:end], text[end:])
    words = " … ".join(saying.words)
    return (
        Quote(saying, "", words, "") if words == differs["text"] else Quote(saying, words + " … ", differs["text"], "")
    )
