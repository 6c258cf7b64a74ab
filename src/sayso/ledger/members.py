"""A clause of a point with its claim: when it was said, by whom, and whether it speaks of what is to come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sayso.ledger.digest import Proposition
from sayso.ledger.origins import Entry, Names, instant
from sayso.ledger.setting import ordinal
from sayso.record.spans import Span

_COMING = frozenset({"future", "scheduled", "conditional"})
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:(?:now|still|also) )?to|(?:is|are|has been|have been) "
    r"(?:due|set|scheduled|expected|planned|slated|"
    r"postponed|delayed|moved|put off|pushed back|rescheduled))\b|['’]ll\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(will|would|shall|may|might|could|can|should|must|to|plans?|intends?)|has|have|had)\b|['’](?:ll|ve)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\s+(?:(?:not|now|also|already|been|\w{1,12}ly)\s+){0,3}"
    r"(?:to|due|set|scheduled|expected|planned|supposed|postponed|delayed|moved|put off|pushed|rescheduled)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:plan|plans|planned|decided?|intends?|intended|voted) (?:\w+ ){0,2}to\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:has|have|had|was|were) (?:now |also )?(?:been )?(?:postponed|put off|pushed back|brought forward|"
    r"rescheduled|deferred|adjourned)\b|\b(?:is|are) (?:now|still) to\b|"
    r"\b(?:meeting|talks|vote|election|match|game|hearing|trial|launch|summit|session|ceremony|race|debate|visit)\b"
    r"[^,;.]{0,40}\b(?:has|have|had|was|were) (?:been )?moved\b",
    re.IGNORECASE,
)
"""What is put off, or to another place, is yet to come."""
_GROWS = 60
"""Days after an event within which a count of its dead or hurt is still brought up to date."""


@dataclass(frozen=True, slots=True)
class Member:
    """A proposition of a point, with its claim."""

    entry: Entry
    proposition: Proposition

    @property
    def ref(self) -> str:
        """The claim's id in the ledger."""
        return f"{self.entry.digest.id}/{self.entry.said.id}"

    @property
    def negative(self) -> bool:
        """Whether it says that it is not so."""
        return self.proposition.polarity == "negative"

    @property
    def whole(self) -> Span:
        """The clause."""
        return self.proposition.spans[0]


def seconds(member: Member) -> float | None:

    at = instant(member.entry.digest.published)
    return None if at == "9999" else datetime.fromisoformat(at).timestamp()


def is_later(a: Member, b: Member) -> bool:
    """Whether ``b`` was published after ``a``, as far as is known."""
    first, second = seconds(a), seconds(b)
    return first is not None and second is not None and first < second


def same_origin(a: Member, b: Member, names: Names) -> bool:
    key = names.key(a.entry)
    if key is not None:
        mouths = {key, names.speaks_for(a.entry)} & {names.key(b.entry), names.speaks_for(b.entry)}
        heads = key in b.entry.said.voice.bodies or names.key(b.entry) in a.entry.said.voice.bodies
        return heads or bool(mouths - {None})
    own = a.entry.said.voice.kind is None and b.entry.said.voice.kind is None
    return own and bool(a.entry.outlet) and a.entry.outlet == b.entry.outlet


def is_coming(member: Member) -> bool:
    """Whether it says what is to come: its claim does, or its clause gives a day ahead: 'it will reopen on Monday'."""
    if _DECIDED.search(member.whole.text) or _MOVED.search(member.whole.text):
        return True
    if member.entry.said.standing.time in _COMING:
        return not _done(member.whole.text)
    dates = member.proposition.dates
    if not dates or not _AHEAD.search(member.whole.text):
        return False
    published = member.entry.digest.published
    return published is None or max(last for _, last, _ in dates) >= published[:10]


def _done(clause: str) -> bool:
    """Whether a clause says by its first verb that something has been done: 'they have agreed to sign him'."""
    first = _FIRST.search(clause)
    return first is not None and first[1] is None and not _PLANNED.match(clause, first.end())


def long_past(member: Member) -> bool:
    """Whether a claim dates what it counts to a time so long ago that the count no longer grows."""
    return any(map(_is_long_past(member), _dates(member, member.proposition.claim)))


def of_another_time(a: Member, b: Member) -> bool:
    """Whether one claim counts what is long past, and the other what is not: the dead of an earlier disaster.

    A claim that gives no date may be of that time, too, unless the report that counts what is long past counts what is
    not, as well, and so tells of it only beside.
    """
    return any(
        long_past(one) and not long_past(other) and (_dates(other, other.proposition.claim) or _is_beside(one))
        for one, other in ((a, b), (b, a))
    )


def _is_beside(member: Member) -> bool:
    """Whether its report counts the same of a time that is not long past, too."""
    count = member.proposition.count
    return any(
        p.count is not None and count is not None and p.count.measure == count.measure
        and not any(map(_is_long_past(member), _dates(member, p.claim)))
        for p in member.entry.digest.propositions
        if p.claim != member.proposition.claim
    )  # fmt: skip


def _dates(member: Member, claim: str) -> list[str]:
    """The last day of each date in a claim of its report."""
    return [
        last for p in member.entry.digest.propositions if p.claim == claim for _, last, _ in p.dates
    ]  # fmt: skip


def _is_long_past(member: Member) -> Callable[[str], bool]:
    published = member.entry.digest.published
    return lambda last: published is not None and ordinal(last) < ordinal(published) - _GROWS
