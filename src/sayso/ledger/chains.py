"""Who says how much, to whom, and through whom: the chains of many claims as sources and links. Read only.

Statements and stances are counted by claims; how far a word stands alone is the points' verdict on them, the strongest
where a claim says several things. An outlet only ever echoes if all that the points say of its claims is that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sayso.ledger.answers import Independence, Json
from sayso.ledger.digest import Digest, Said
from sayso.ledger.names import agency_names, normal, same_person
from sayso.ledger.origins import agency
from sayso.record.spans import Span
from sayso.record.types import Standing

Role = Literal["outlet", "medium", "named", "anonymous"]
How = Literal["quotes", "told"]
ROLES: tuple[Role, ...] = ("outlet", "medium", "named", "anonymous")
VERDICTS: tuple[Independence, ...] = ("independent", "not established", "anonymous", "echo")
"""From what weighs most to what adds nothing."""
PARTICLE = 3
"""Letters of a small word in a name ('von der')."""
FEWEST = 2
"""Claims that an outlet must have made for it to be said that it only ever echoes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody on record: an outlet, somebody who passes words on, or an origin; often more than one of these."""

    key: str
    name: str
    unknown: bool
    """Whether it is but a report whose outlet is not known."""
    role: Role
    """The first that fits: an outlet, a medium, or an origin that is named or not."""
    statements: int
    """Claims on its word."""
    passed_on: int
    """Claims that it published, or through which they came, on another's word."""
    reports: int
    """In which it is such a source."""
    published: int
    """Reports of its own."""
    stances: tuple[tuple[str, int], ...]
    verdicts: tuple[tuple[Independence, int], ...]
    """Of the claims on its word."""
    contradicted: int
    """Claims on its word that another claim contradicts."""
    echoes: int
    """Claims of its own reports that only echo."""
    only_echo: bool
    told: tuple[tuple[str, int], ...]
    """Whom it spoke to, by name."""


@dataclass(frozen=True, slots=True)
class Link:
    """``outer`` has words from ``inner``."""

    outer: str
    inner: str
    how: How
    claims: int
    independent: int
    """Of these, how many are not an echo."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim that somebody made, or passed on."""

    report: str
    claim: str
    words: tuple[str, ...]
    way: tuple[str, ...]
    """Whom it came through, outermost first."""
    own: bool
    """On the word of the one asked about; else passed on by it."""
    standing: Standing
    verdict: Independence | None
    reason: str | None
    """Why the points say so."""
    contradicted: bool
    spans: tuple[Span, ...]
    """Where its words stand."""


@dataclass(frozen=True, slots=True)
class Chains:
    """The sources, those that said most first, and the links between them."""

    sources: tuple[Source, ...]
    links: tuple[Link, ...]
    spoken: tuple[Spoken, ...] = ()
    """Of the one asked about, in the order of the reports."""


@dataclass(frozen=True, slots=True)
class _Hop:
    """One whom words came through."""

    name: str
    role: Role
    how: How
    """How the one before it has its words."""
    unknown: bool = False
    """Whether the name is but a report's."""


@dataclass(slots=True)
class _Tally:
    names: Counter[str] = field(default_factory=Counter)
    roles: set[Role] = field(default_factory=set)
    statements: int = 0
    passed_on: int = 0
    reports: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    stances: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[Independence] = field(default_factory=Counter)
    contradicted: int = 0
    own_verdicts: Counter[Independence] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the points say of claims."""

    verdicts: Mapping[str, Independence]
    reasons: Mapping[str, str]
    contradicted: frozenset[str]


def chains(digests: Sequence[Digest], points: Iterable[Json], *, narrow: bool, of: str | None = None) -> Chains:
    """The chains of some reports.

    Args:
        digests: of the reports.
        points: what the ledger makes of them.
        narrow: whether only the points' claims count.
        of: the name of a source whose claims are wanted, too.
    """
    judged = _judged(points)
    # A state of mind is the report's own reading: nobody's word.
    said = [
        (digest, claim) for digest in digests for claim in digest.claims
        if claim.voice.kind != "attitude" and (not narrow or f"{digest.id}/{claim.id}" in judged.verdicts)
    ]  # fmt: skip
    key = _keys(hop for digest, claim in said for hop in _way(digest, claim))
    tallies: dict[str, _Tally] = {}
    links: dict[tuple[str, str, How], list[int]] = {}
    for digest, claim in said:
        _count(digest, claim, judged, key, tallies, links)
    wanted = keys_of(of) if of else frozenset()
    spoken = (_spoken(digest, claim, judged, key, wanted) for digest, claim in said) if of else ()
    made = [_source(name, tally) for name, tally in tallies.items()]
    made.sort(key=lambda s: (-s.statements, -s.passed_on, s.name.lower(), s.key))
    return Chains(
        tuple(made),
        tuple(Link(*pair, len(some), sum(some)) for pair, some in sorted(links.items())),
        tuple(one for one in spoken if one is not None),
    )  # fmt: skip


def _judged(points: Iterable[Json]) -> _Judged:
    verdicts: dict[str, Independence] = {}
    reasons: dict[str, str] = {}
    contradicted: set[str] = set()
    for point in points:
        for claim in point["claims"]:
            ref, how = claim["claim"], claim["independence"]
            if ref not in verdicts or VERDICTS.index(how) < VERDICTS.index(verdicts[ref]):
                verdicts[ref], reasons[ref] = how, claim["reason"]
        contradicted.update(ref for one in point["contradictions"] for ref in one["claims"])
    return _Judged(verdicts, reasons, frozenset(contradicted))


def _way(digest: Digest, claim: Said) -> list[_Hop]:
    """Whom the words came through, outermost first; whom their origin spoke to stands before it.

    A report whose outlet is not known stands for it.
    """
    voice = claim.voice
    name = digest.outlet or _file_name(digest.title) or _file_name(digest.file) or digest.id
    found = [_Hop(name, "outlet", "quotes", digest.outlet is None)]
    found += [_Hop(name, "medium", "quotes") for name in voice.between]
    if voice.kind is not None and voice.name:
        how: How = "quotes"
        if voice.told_to and normal(voice.told_to):
            how = "told"
            if all(agency(hop.name) != agency(voice.told_to) for hop in found):
                found.append(_Hop(voice.told_to, "medium", "quotes"))
        found.append(_Hop(voice.name, "named" if voice.named else "anonymous", how))
    return [hop for i, hop in enumerate(found) if i == 0 or normal(hop.name)]


def _count(
    digest: Digest, claim: Said, judged: _Judged, key: Callable[[_Hop], str], tallies: dict[str, _Tally],
    links: dict[tuple[str, str, How], list[int]],
) -> None:  # fmt: skip
    ref = f"{digest.id}/{claim.id}"
    verdict = judged.verdicts.get(ref)
    way: list[_Hop] = []
    for hop in _way(digest, claim):
        # An outlet that cites itself is one holder, not two.
        if not way or key(hop) != key(way[-1]):
            way.append(hop)
    for i, hop in enumerate(way):
        tally = tallies.setdefault(key(hop), _Tally())
        tally.names[hop.name] += 1
        tally.roles.add(hop.role)
        tally.reports.add(digest.id)
        if hop.role == "outlet":
            tally.published.add(digest.id)
            if verdict is not None:
                tally.own_verdicts[verdict] += 1
        if i < len(way) - 1:
            tally.passed_on += 1
            continue
        tally.statements += 1
        tally.stances[claim.standing.stance] += 1
        tally.contradicted += ref in judged.contradicted
        if verdict is not None:
            tally.verdicts[verdict] += 1
        if hop.how == "told":
            tally.told[way[i - 1].name] += 1
    for outer, inner in pairwise(way):
        links.setdefault((key(outer), key(inner), inner.how), []).append(int(verdict != "echo"))


def _spoken(
    digest: Digest, claim: Said, judged: _Judged, key: Callable[[_Hop], str], of: frozenset[str]
) -> Spoken | None:
    way = _way(digest, claim)
    if not any(key(hop) in of for hop in way):
        return None
    ref = f"{digest.id}/{claim.id}"
    return Spoken(
        digest.id, claim.id, tuple(span.text for span in claim.spans), tuple(hop.name for hop in way),
        key(way[-1]) in of, claim.standing, judged.verdicts.get(ref), judged.reasons.get(ref),
        ref in judged.contradicted, claim.spans,
    )  # fmt: skip


def _keys(hops: Iterable[_Hop]) -> Callable[[_Hop], str]:
    """One key for all that name the same: a last name alone goes with the only full name that has it.

    An outlet's name is no last name, and 'flight data seen by The Quay' no full one.
    """
    some = list(hops)
    known = sorted({_key(hop) for hop in some})
    published = {_key(hop) for hop in some if hop.role in ("outlet", "medium")}
    by_last: dict[str, list[str]] = {}
    for name in sorted({_key(hop) for hop in some if _full_name(hop.name)} - published):
        by_last.setdefault(name.split()[-1], []).append(name)
    table: dict[str, str] = {}
    for name in known:
        longer = [one for one in by_last.get(name.split()[-1], ()) if len(one) > len(name) and same_person(name, one)]
        alone = len(longer) == 1 and " " not in name and name not in published
        table[name] = longer[0] if alone else name

    def key(hop: _Hop) -> str:
        return table[_key(hop)]

    return key


def _full_name(name: str) -> bool:
    """Whether a name can be somebody's first and last: of short words only some are small."""
    words_of = name.split()
    return len(words_of) > 1 and all(word[:1].isupper() or len(word) <= PARTICLE for word in words_of)


def keys_of(name: str) -> frozenset[str]:
    """The keys that a source of that name may have."""
    return frozenset({normal(name), agency(name)} - {""})


def _file_name(name: str | None) -> str | None:
    """A title as it stands; of a file's name, what is behind the folders."""
    return name if name is None or " " in name else name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _key(hop: _Hop) -> str:
    """An agency goes by its short name; of origins only where it is known as one ('port authority' is not the PA)."""
    whole = normal(hop.name)
    if hop.unknown or not whole:
        return f"({hop.name})"
    known = hop.role in ("outlet", "medium") or whole in agency_names()
    return agency(hop.name) if known else whole


def _source(key: str, tally: _Tally) -> Source:
    own = sum(tally.own_verdicts.values())
    return Source(
        key, min(tally.names, key=lambda n: (-len(normal(n).split()), -tally.names[n], n)), key.startswith("("),
        next(role for role in ROLES if role in tally.roles),
        tally.statements, tally.passed_on, len(tally.reports), len(tally.published),
        tuple(sorted(tally.stances.items(), key=lambda one: (-one[1], one[0]))),
        tuple((how, tally.verdicts[how]) for how in VERDICTS if tally.verdicts[how]),
        tally.contradicted, tally.own_verdicts["echo"], own >= FEWEST and tally.own_verdicts["echo"] == own,
        tuple(sorted(tally.told.items(), key=lambda one: (-one[1], one[0]))),
    )  # fmt: skip
