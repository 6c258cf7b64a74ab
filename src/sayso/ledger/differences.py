"""What two claims of one point disagree on: a contradiction, or a change that a later report brought."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.ledger.alike import both_stative, same_predicate
from sayso.ledger.answers import Change, Contradiction
from sayso.ledger.digest import Count, Proposition
from sayso.ledger.lexicon import words
from sayso.ledger.matching import is_count, same_noun, same_people
from sayso.ledger.members import Member, is_coming, is_later, long_past, of_another_time, same_origin, seconds
from sayso.ledger.names import same_person
from sayso.ledger.origins import Names
from sayso.ledger.setting import apart, elsewhere, ordinal
from sayso.ledger.words import is_content, tokens
from sayso.record.spans import Span

_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_LITTLE, _FEW = 1.34, 1
_DAYS = 4
"""A date of so many days is too long to be the day of something."""
_MOST = 24
"""Claims of one report on one point that are compared with others."""
_MEANWHILE = 12 * 3600
"""Seconds within which two reports are of one time: what differs between them is no news."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What the claims of a point disagree on."""

    contradictions: tuple[Contradiction, ...]
    changes: tuple[Change, ...]
    opposed: frozenset[tuple[str, str]]
    """Every two claims that cannot both hold, also those that only repeat a contradiction of others."""


def differences(members: Sequence[Member], names: Names) -> Differences:
    """The contradictions and the changes among ``members``, which are of one point. Their order does not matter."""
    found = _first_of_each(sorted(members, key=lambda m: (*m.entry.key, m.proposition.n)))
    parts = _parts(found)
    found = [m for m in found if m.ref not in parts]
    against: dict[tuple[str, str, str], Contradiction] = {}
    changes: dict[tuple[str, str, str], Change] = {}
    for change in (*_numbers(found, names), *_days(found, names), *_times(found)):
        changes.setdefault((change.from_, change.to, change.on), change)
    said: set[tuple[str, ...]] = set()
    opposed: set[tuple[str, str]] = set()
    dissenting = _dissenting(found, names)
    for a, b in combinations(found, 2):
        if a.ref == b.ref or (a.entry.digest.id == b.entry.digest.id and names.key(a.entry) == names.key(b.entry)):
            continue
        for on, one, other in _against(a, b, names, dissenting):
            if on in {"polarity", "standing"} and _later_word(a, b, names):
                changes.setdefault((a.ref, b.ref, "standing"), _change(a, b, "standing", one, other))
                continue
            if on != "number" or _of_how_many(a.proposition) or _of_how_many(b.proposition):
                # Two who say for how much the deal was agreed both say that it was.
                opposed |= {(a.ref, b.ref), (b.ref, a.ref)}
            if (voices := (*sorted((_voice(a, names, on), _voice(b, names, on))), on)) not in said:
                # Once for two origins: those who merely repeat them say nothing new.
                said.add(voices)
                against[a.ref, b.ref, on] = Contradiction((a.ref, b.ref), on, (one, other))
    return Differences(tuple(against.values()), tuple(changes.values()), frozenset(opposed))


def _first_of_each(found: Sequence[Member]) -> list[Member]:
    """``found`` without what one report says of a point again and again: comparing costs the square of their number."""
    times: Counter[str] = Counter()
    kept = []
    for member in found:
        times[member.entry.digest.id] += 1
        if times[member.entry.digest.id] <= _MOST:
            kept.append(member)
    return kept


def _parts(found: Sequence[Member]) -> frozenset[str]:
    """Claims in an outlet's own voice that count fewer than the same report says somewhere: some of those it counts."""
    counted = [
        (m, (m.entry.digest.id, m.proposition.count.measure), _value(m.proposition.count))
        for m in found
        if m.proposition.count is not None and is_count(m.proposition)
    ]
    most: dict[tuple[str, str], float] = {}
    for _, of, value in counted:
        most[of] = max(most.get(of, 0.0), value)
    return frozenset(m.ref for m, of, value in counted if m.entry.said.voice.kind is None and 0 < value < most[of])


def contradicting(a: Member, b: Member, names: Names) -> str | None:
    """On what two claims cannot both hold; ``None`` where they can."""
    found = _against(a, b, names)
    return found[0][0] if found else None


def state(member: Member, current: Member) -> str:
    """The number or date that a claim gives, where it is another than that of the point as it now stands; else empty.

    'At least four' is another than 'eleven', though both can hold: later reports brought it up to date.
    """
    p, q = member.proposition, current.proposition
    if p.count and q.count and (is_count(p) or _comparable(p, q)):
        one, other = _bounds(p.count), _bounds(q.count)
        near = not _disjoint(p.count, q.count) and abs(_value(p.count) - _value(q.count)) <= 0.1 * _value(q.count)
        return "" if one == other or near else repr(_value(p.count))
    if (
        p.dates
        and q.dates
        and not is_count(p)
        and apart(p.dates, q.dates)
        and (is_coming(member) or is_coming(current))
    ):
        return min(first for first, _, _ in p.dates)
    if is_coming(member) and current.entry.said.standing.time == "past" and is_later(member, current):
        return "to come"
    return ""


def _voice(member: Member, names: Names, on: str) -> str:
    """Who says it; of a number, which one."""
    name = (
        names.key(member.entry)
        or f"{member.entry.digest.outlet or member.entry.digest.id}: {member.entry.said.voice.name or ''}"
    )
    count = member.proposition.count
    return f"{name} {_bounds(count)}" if on == "number" and count is not None else name


def _dissenting(found: Sequence[Member], names: Names) -> frozenset[str]:
    """Claims that give a lower number than one known by then: they do not lag behind, they say otherwise.

    One who brings his own number up to date does not dissent.
    """
    counted = [
        m for m in found
        if m.proposition.count and m.proposition.polarity == "positive"
        and m.proposition.count.measure not in words("counting", "falling")
    ]  # fmt: skip
    made = set()
    for at, later in enumerate(counted):
        count = later.proposition.count
        assert count is not None
        earlier = [
            m for m in counted[:at] if _comparable(m.proposition, later.proposition) and not of_another_time(m, later)
        ]
        before = [m.proposition.count for m in earlier if m.proposition.count]
        if any(same_origin(m, later, names) and is_later(m, later) for m in earlier):
            continue
        lower = any(_disjoint(one, count) and _value(one) > _value(count) for one in before)
        if lower and all(_bounds(one) != _bounds(count) for one in before):
            made.add(later.ref)
    return frozenset(made)


def _against(
    a: Member, b: Member, names: Names, dissenting: frozenset[str] = frozenset()
) -> list[tuple[str, Span, Span]]:
    """What keeps two claims from both holding, with the words of each."""
    p, q = a.proposition, b.proposition
    if {p.polarity, q.polarity} == {"positive", "negative"}:
        if is_coming(a) != is_coming(b):
            return []  # what is to come may come, though it has not
        if _on_a_day(p) and _on_a_day(q) and apart(p.dates, q.dates):
            return []  # what had not come on Wednesday may have come on Saturday
        stances = {a.entry.said.standing.stance, b.entry.said.standing.stance}
        return [("standing" if stances == {"confirms", "denies"} else "polarity", a.whole, b.whole)]
    if p.polarity != q.polarity or p.former or q.former:
        return []
    found: list[tuple[str, Span, Span]] = []
    if (
        p.count
        and q.count
        and _comparable(p, q)
        and not of_another_time(a, b)
        and _disjoint(p.count, q.count)
        and not _updates(a, b, names, dissenting)
    ):
        found.append(("number", p.count.span, q.count.span))
    if not is_count(p) and p.dates and q.dates and apart(p.dates, q.dates) and not _rescheduled(a, b, names):
        found.append(("date", p.dates[0][2], q.dates[0][2]))
    if is_count(p):
        return found
    if elsewhere(p.places, q.places):
        found.append(("place", a.whole, b.whole))
    if not same_predicate(p, q):
        return found
    # Who acts by the sentence around a clause may be its speaker; only whom the clause itself names is told.
    actors, others = set(p.actors) & set(p.names), set(q.actors) & set(q.names)
    told = all(_tells_who(m.whole.text) for m in (a, b))
    if told and actors and others and not _names_any(actors, q) and not _names_any(others, p):
        found.append(("actor", a.whole, b.whole))
    return found


def _tells_who(clause: str) -> bool:
    """Whether a clause can tell who does what it says: 'was shot outside his home' does not."""
    return _PASSIVE.search(clause) is None or _BY.search(clause) is not None


def _on_a_day(p: Proposition) -> bool:
    """Whether a clause gives a day, rather than a year."""
    return any(ordinal(last) - ordinal(first) < _DAYS for first, last, _ in p.dates)


def _of_how_many(p: Proposition) -> bool:
    """Whether a clause is about its number: '900 jobs would go', 'it destroyed 40 tonnes', but no 'deal worth 40'."""
    count = p.count
    if count is None or is_count(p) or both_stative(p, p):
        return True
    whole = p.spans[0]
    before = [one for one in tokens(whole.text, 0, max(0, count.span.start - whole.start)) if is_content(one)]
    return not before or before[-1].lemma == p.predicate


def _names_any(actors: set[str], p: Proposition) -> bool:
    """Whether a clause names one of ``actors``, whatever it says that they do."""
    return any(same_person(x, y) for x in actors for y in (*p.names, *p.actors)) or any(
        word in p.words for x in actors for word in x.split()
    )


def _comparable(p: Proposition, q: Proposition) -> bool:
    """Whether two numbers count the same: of one measure, and the same people."""
    if p.count is None or q.count is None or p.count.measure != q.count.measure or "of" in (p.count.noun, q.count.noun):
        return False
    one, other = p.count.noun, q.count.noun
    either = p.count.measure in words("counting", "units") and not (one and other)
    people = is_count(p) and is_count(q) and bool(one) != bool(other) and same_people(p.count, q.count)
    return either or people or (bool(one) == bool(other) and same_noun(one, other)) or 0 in (p.count.high, q.count.high)


def _disjoint(a: Count, b: Count) -> bool:
    infinite = float("inf")
    return (a.low or 0) > (infinite if b.high is None else b.high) or (b.low or 0) > (
        infinite if a.high is None else a.high
    )


def _value(count: Count) -> float:
    """The number that was said: of 'about 900', 900."""
    if count.low is not None and count.high is not None:
        return (count.low + count.high) / 2
    return count.low if count.low is not None else count.high or 0


def _alike(one: Count, other: Count) -> bool:
    """Whether two numbers are one, as near as they are told: 'about 900' and 900; 'at least 30' and 30."""
    return _value(one) == _value(other) or (
        not _disjoint(one, other) and None not in (one.low, one.high, other.low, other.high)
    )


def _later_word(a: Member, b: Member, names: Names) -> bool:
    """Whether ``b`` is the later word of the origin of ``a``: it changed what it says."""
    return is_later(a, b) and same_origin(a, b, names)


def _updates(a: Member, b: Member, names: Names, dissenting: frozenset[str]) -> bool:
    """Whether one number is the other brought up to date: the same origin later, or a count that grew with time.

    A later report that still has an earlier number lags behind; it disputes nothing.
    """
    if not is_later(a, b):
        return False
    one, other = a.proposition.count, b.proposition.count
    assert one is not None
    assert other is not None
    if same_origin(a, b, names):
        return True
    if one.measure in words("counting", "falling") and not (long_past(a) or long_past(b)):
        return True  # who was missing has been found
    if one.measure not in words("counting", "growing") or is_coming(a) or is_coming(b) or long_past(a) or long_past(b):
        return False
    if _value(other) < _value(one):
        return b.ref not in dissenting
    first, second = seconds(a), seconds(b)
    if first is None or second is None or a.ref in dissenting:
        return False
    # A count that grows by a little may do so within the day; one that doubles within the hour is disputed.
    little = _value(other) <= max(_LITTLE * _value(one), _value(one) + _FEW)
    return second - first >= _MEANWHILE or little


def _numbers(found: Sequence[Member], names: Names) -> list[Change]:
    """Each new number, from the one that stood before it."""
    made: list[Change] = []
    dissenting = _dissenting(found, names)
    counted = [
        m for m in found if m.proposition.count and m.proposition.polarity == "positive" and not m.proposition.former
    ]
    for at, later in enumerate(counted):
        count = later.proposition.count
        assert count is not None
        earlier = [
            m for m in counted[:at]
            if _comparable(m.proposition, later.proposition) and m.ref != later.ref and m.ref not in dissenting
            and not of_another_time(m, later)
        ]  # fmt: skip
        same = [m for m in earlier if m.proposition.count and _alike(m.proposition.count, count)]
        if same or not earlier:
            continue
        own = [m for m in earlier if same_origin(m, later, names)]
        before = (own or earlier)[-1]
        assert before.proposition.count is not None
        grows = (
            _value(count) > _value(before.proposition.count)
            and count.measure in words("counting", "growing")
            and not (long_past(before) or long_past(later))
        )
        compatible = not _disjoint(before.proposition.count, count) and _value(count) > _value(before.proposition.count)
        if (
            is_later(before, later)
            and later.ref not in dissenting
            and (_updates(before, later, names, dissenting) or (grows and compatible))
        ):
            made.append(_change(before, later, "number", before.proposition.count.span, count.span))
    return made


def _bounds(count: Count) -> tuple[float | None, float | None]:
    return count.low, count.high


def _rescheduled(a: Member, b: Member, names: Names) -> bool:
    """Whether a date is a schedule that slipped, rather than a day that two sides dispute."""
    if not is_later(a, b):
        return False
    if same_origin(a, b, names):
        return True
    first, second = seconds(a), seconds(b)
    return is_coming(a) and first is not None and second is not None and second - first >= _MEANWHILE


def _days(found: Sequence[Member], names: Names) -> list[Change]:
    """Each new date of what was to come, from the one that stood before it."""
    made: list[Change] = []
    dated = [
        m for m in found
        if m.proposition.dates and not is_count(m.proposition) and not m.negative and not m.proposition.former
    ]  # fmt: skip
    for at, later in enumerate(dated):
        known = [m for m in dated[:at] if not apart(m.proposition.dates, later.proposition.dates)]
        if known or not at:
            continue
        earlier = [m for m in dated[:at] if m.entry.digest.id != later.entry.digest.id]
        before = earlier[-1] if earlier else None
        if before is not None and _rescheduled(before, later, names):
            made.append(_change(before, later, "date", before.proposition.dates[0][2], later.proposition.dates[0][2]))
    return made


def _times(found: Sequence[Member]) -> list[Change]:
    """What was to come and then came."""
    coming = [m for m in found if is_coming(m) and not m.negative and not m.proposition.former]
    came = [
        m
        for m in found
        if m.entry.said.standing.time in {"past", "ongoing"} and not is_coming(m)
        if not m.negative and not m.proposition.former
    ]
    for later in came:
        if later.proposition.predicate in words("words", "delaying"):
            continue
        before = [
            m for m in coming if is_later(m, later) and not is_count(m.proposition) and not _other_number(m, later)
        ]
        if before:
            return [_change(before[-1], later, "time", before[-1].whole, later.whole)]
    return []


def _other_number(a: Member, b: Member) -> bool:
    one, other = a.proposition.count, b.proposition.count
    return one is not None and other is not None and one.measure == other.measure and _disjoint(one, other)


def _change(a: Member, b: Member, on: str, one: Span, other: Span) -> Change:
    return Change(a.ref, b.ref, on, b.entry.digest.published, (one, other))
