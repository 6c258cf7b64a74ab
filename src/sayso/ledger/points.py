"""Points: one proposition across a story's reports. A pure function of their digests and of what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from sayso.ledger.answers import Origin, Point, PointClaim
from sayso.ledger.credibility import suggested
from sayso.ledger.differences import Differences, differences, state
from sayso.ledger.digest import Digest, Proposition, Said
from sayso.ledger.grouping import Pair, groups, matches
from sayso.ledger.matching import Match, is_count
from sayso.ledger.members import Member
from sayso.ledger.origins import Entry, Names, Verdict, instant, judge
from sayso.ledger.polarity import says_not
from sayso.ledger.rulings import NO_RULINGS, Rulings

FULLER, MOST_WORDS = 0.25, 10
"""What a content word adds to a clause's claim to stand for its point, and how many words count."""


def points_of(story: str, digests: Sequence[Digest], rulings: Rulings = NO_RULINGS) -> tuple[Point, ...]:
    """The points of a story, those with most claims first. The order of ``digests`` does not matter."""
    ordered = sorted(digests, key=lambda d: (instant(d.published), d.id))
    corrected = [rulings.corrected(digest) for digest in ordered]
    members = [
        Member(Entry(digest, said), proposition)
        for digest in corrected
        for said, proposition in _paired(digest)
    ]  # fmt: skip
    names = Names([Entry(digest, said) for digest in corrected for said in digest.claims])
    free = [i for i, member in enumerate(members) if member.proposition.back is None]
    found, opposed = matches(
        [(members[i].entry.digest.id, members[i].proposition) for i in free],
        [names.key(members[i].entry) for i in free],
    )
    spots = [members[i] for i in free]
    together, apart = rulings.bounds(spots)
    grouped = groups(len(free), found, together, [*apart, *opposed])
    gathered = [[free[i] for i in group] for group in grouped]
    at = {members[i].ref: group for group in reversed(gathered) for i in group}
    for i, member in enumerate(members):
        if member.proposition.back is not None:
            home = at.get(f"{member.entry.digest.id}/{member.proposition.back}")
            if home is not None:
                home.append(i)
    index = {i: n for n, i in enumerate(free)}
    made = [
        _point(story, [members[i] for i in group], [index.get(i) for i in group], found, names, rulings)
        for group in gathered
    ]
    return tuple(
        sorted(made, key=lambda p: (-len({c.report for c in p.claims}), -len(p.claims), p.first_seen or "9999", p.id))
    )


def _paired(digest: Digest) -> list[tuple[Said, Proposition]]:
    claims = {said.id: said for said in digest.claims}
    return [(claims[p.claim], p) for p in digest.propositions]


def _point(
    story: str, members: Sequence[Member], indices: Sequence[int | None], found: dict[Pair, Match], names: Names,
    rulings: Rulings,
) -> Point:  # fmt: skip
    differ = differences(members, names)
    best = _speaker(members, indices, found, _contested(members, differ))
    # A denial that nobody affirms here still speaks of what it denies, and is against it.
    negative = best.negative and not _denial(best)
    disputed = {other for one, other in differ.opposed if one == best.ref}
    by_claim: dict[str, list[Member]] = {}
    for member in members:
        by_claim.setdefault(member.ref, []).append(member)
    firsts = [some[0] for some in by_claim.values()]
    # Each side is judged by itself: who denies with whom, who affirms with whom, and who gave which number when.
    against = _against_the_first(
        disputed | {m.ref for m in firsts if m.negative != negative}, differ.opposed,
        sorted(firsts, key=lambda m: (m.ref != best.ref, m.entry.key)),
    )  # fmt: skip
    states = {m.ref: "" if against[m.ref] else state(m, best) for m in firsts}
    verdicts: dict[str, tuple[Verdict, str | None]] = {}
    for side in sorted({(against[m.ref], states[m.ref]) for m in firsts}):
        chosen = [m for m in firsts if (against[m.ref], states[m.ref]) == side]
        for m, verdict in zip(chosen, judge([m.entry for m in chosen], names), strict=True):
            verdicts[m.ref] = (verdict, None if verdict.echo_of is None else chosen[verdict.echo_of].ref)
    # Who gives no number may have it from one who gave an earlier one.
    bare = [m for m in firsts if not against[m.ref] and m.proposition.count is None]
    if bare and any(states[m.ref] and m.proposition.count for m in firsts):
        chosen = [m for m in firsts if not against[m.ref]]
        for m, verdict in zip(chosen, judge([m.entry for m in chosen], names), strict=True):
            if m in bare:
                verdicts[m.ref] = (verdict, None if verdict.echo_of is None else chosen[verdict.echo_of].ref)
    reasons = _reasons(members, indices, found)
    claims = tuple(
        replace(
            _claim(
                m,
                by_claim[m.ref],
                "contradicts" if against[m.ref] else "supports",
                *verdicts[m.ref],
                reasons.get(m.ref, ()),
                rulings,
            ),
            superseded=bool(states[m.ref]),
        )
        for m in sorted(firsts, key=lambda m: (m.entry.key, m.ref))
    )
    digit, why = suggested(claims, differ.contradictions)
    seen = sorted(
        (instant(m.entry.digest.published), m.entry.digest.published) for m in members if m.entry.digest.published
    )
    return rulings.noted(
        Point(
            point_id(members), story, best.whole.text,
            seen[0][1] if seen else None, seen[-1][1] if seen else None,
            claims, differ.contradictions, differ.changes, digit, why, (),
            tuple(sorted({kind for m in members for kind, _ in m.proposition.events})),
            tuple(sorted({place for m in members for place in m.proposition.places})),
            tuple(sorted({n for m in members for n in (*m.proposition.names, names.key(m.entry) or "")} - {""})),
            tuple(sorted({(first, last) for m in members for first, last, _ in m.proposition.dates})),
        ),
        members,
    )  # fmt: skip


def _against_the_first(
    against: AbstractSet[str], opposed: AbstractSet[tuple[str, str]], ordered: Sequence[Member]
) -> dict[str, bool]:  # fmt: skip
    """Which claims are against the point, also where its own words say nothing of what two of them dispute.

    'Launched from the coast' and 'from inland' cannot both support that drones came: the later one is against it.
    """
    made: dict[str, bool] = {}
    for m in ordered:
        # A count that differs from an earlier one may have grown.
        made[m.ref] = m.ref in against or (
            m.proposition.count is None
            and any((one, m.ref) in opposed for one, contrary in made.items() if not contrary)
        )
    return made


def point_id(members: Sequence[Member]) -> str:
    """A point's id, from the first of its clauses in the order of reports' ids."""
    first = min(
        (m.entry.digest.id, m.whole.start, m.whole.end, m.proposition.count.measure if m.proposition.count else "")
        for m in members
    )
    return "pt-" + blake2b(repr(first).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _denial(member: Member) -> bool:
    """Whether it is said not to be so by the cue alone: 'denied that it had been warned'."""
    denies = member.entry.said.standing.stance == "denies"
    return denies and not says_not(member.whole.text) and not member.proposition.contrary


def _contested(members: Sequence[Member], differ: Differences) -> frozenset[str]:
    """Claims that contradict an earlier one and bring none up to date: another number of another side."""
    news = {change.to for change in differ.changes}
    keys = {m.ref: m.entry.key for m in members}
    return frozenset(one for one, other in differ.opposed if one not in news and keys[other] < keys[one])


def _speaker(
    members: Sequence[Member], indices: Sequence[int | None], found: dict[Pair, Match], contested: frozenset[str]
) -> Member:
    """The member whose words stand for the point: what is affirmed, most matched; of a count, what was said last.

    Args:
        contested: claims that contradict earlier ones and bring nothing up to date.
    """
    chosen = [
        (m, i) for m, i in zip(members, indices, strict=True) if m.proposition.back is None and not m.proposition.former
    ]
    chosen = chosen or list(zip(members, indices, strict=True))
    affirmed = [pair for pair in chosen if pair[0].negative == pair[0].proposition.contrary]
    chosen = affirmed or chosen
    coming = any(m.proposition.dates and m.entry.said.standing.time in {"future", "scheduled"} for m, _ in chosen)
    if coming:
        dated = [pair for pair in chosen if pair[0].proposition.dates]
        chosen = dated or chosen
    chosen = [pair for pair in chosen if pair[0].ref not in contested] or chosen
    if coming or is_count(chosen[0][0].proposition):
        latest = max(
            m.entry.key[0] for m, _ in chosen if m.entry.key[0] != "9999" or len(chosen) == 1 or _undated(chosen)
        )
        chosen = [pair for pair in chosen if pair[0].entry.key[0] == latest]
    inside = {i for i in indices if i is not None}
    totals: dict[int, float] = {}
    for i in inside:
        totals[i] = sum(found[min(i, j), max(i, j)].score for j in inside if j != i and (min(i, j), max(i, j)) in found)

    def rank(pair: tuple[Member, int | None]) -> tuple[float, tuple[str, str, int], int]:
        m, i = pair
        total = totals.get(i, 0.0) if i is not None else 0.0
        # A fuller clause says better what the point is than a bare one.
        return -round(total + FULLER * min(len(m.proposition.words), MOST_WORDS), 6), m.entry.key, m.proposition.n

    return min(chosen, key=rank)[0]


def _undated(chosen: Sequence[tuple[Member, int | None]]) -> bool:
    return all(m.entry.key[0] == "9999" for m, _ in chosen)


def _reasons(
    members: Sequence[Member], indices: Sequence[int | None], found: dict[Pair, Match]
) -> dict[str, tuple[str, ...]]:
    """For each claim, why it is in the point: its best match with another."""
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for m, i in zip(members, indices, strict=True):
        if i is None:
            best.setdefault(m.ref, (0.0, ("it refers back to what was said just before",)))
            continue
        for other, j in zip(members, indices, strict=True):
            made = None if j is None or other.ref == m.ref else found.get((min(i, j), max(i, j)))
            if made is not None and made.score > best.get(m.ref, (0.0, ()))[0]:
                best[m.ref] = (made.score, made.reasons)
    for m in members:
        if m.proposition.back is not None:
            best.setdefault(
                f"{m.entry.digest.id}/{m.proposition.back}", (0.0, ("what was said just after refers to it",))
            )
    return {ref: reasons for ref, (_, reasons) in best.items()}


def _claim(
    first: Member, all_of_it: Sequence[Member], relation: Any, verdict: Verdict, echo_of: str | None,
    matched: tuple[str, ...], rulings: Rulings,
) -> PointClaim:  # fmt: skip
    digest, said = first.entry.digest, first.entry.said
    voice = said.voice
    outlet = {"name": digest.outlet, "span": None, "entity": None, "anonymous": False}
    chain = (*((outlet,) if digest.outlet else ()), *voice.chain)
    own = voice.kind is None
    made = PointClaim(
        digest.id, first.ref,
        tuple(sorted({span for m in all_of_it for span in m.proposition.spans})),
        relation, chain,
        Origin(digest.outlet if own else voice.name, voice.entity, voice.anonymous),
        verdict.independence, echo_of, verdict.reason, said.standing, matched,
        tuple(sorted(m.proposition.n for m in all_of_it)),
    )  # fmt: skip
    ruled = rulings.independence(first)
    return made if ruled is None else replace(made, independence=ruled, reason="decided in review")
