"""Who is described in one report and named in another of its story: 'the club's doctor', 'the 54-year-old'.

A description is somebody's only if it fits him and nobody else whom the story's reports name. What fits several, or
what a report says of somebody whom it has brought in without a name, stays a description.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sayso.ledger.cast import Description, described, word_list
from sayso.ledger.digest import Digest
from sayso.ledger.names import first_part, normal

STEM = 5
"""Letters with which two words that tell whose somebody is begin alike at least: 'Colombia's', 'Colombian'."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a description means."""

    key: str
    called: str
    """What a report that names him calls him."""


@dataclass(slots=True)
class _Known:
    """What the story's reports call somebody."""

    called: dict[str, None] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    """Places that those reports name."""

    def descriptions(self) -> Iterable[tuple[str, Description]]:
        return ((one, described(one)) for one in self.called)


class Descriptions:
    """The descriptions of a story's reports, and whom they mean.

    Args:
        key: the key of somebody's normal name.
    """

    def __init__(self, digests: Iterable[Digest], key: Callable[[str], str]) -> None:
        self._known: dict[str, _Known] = {}
        self._exact: dict[tuple[str, str], set[str]] = {}
        self._made: dict[tuple[str, str], Resolved | None] = {}
        for digest in sorted(digests, key=lambda d: d.id):
            for figure in digest.cast:
                who = key(figure.name)
                known = self._known.setdefault(who, _Known())
                known.reports.add(digest.id)
                known.places |= {place.rpartition("/")[2].rpartition(" ")[2].capitalize() for place in digest.places}
                for one in figure.called:
                    known.called.setdefault(one)
                    self._exact.setdefault((digest.id, normal(one)), set()).add(who)

    def called(self, key: str) -> tuple[str, ...]:
        """What the story's reports call somebody."""
        return tuple(self._known[key].called) if key in self._known else ()

    def means(self, digest: Digest, name: str) -> Resolved | None:
        """Whom a report means by a source that it does not name; ``None`` where it may be several, or nobody named."""
        at = digest.id, name
        if at not in self._made:
            self._made[at] = self._resolve(digest, name)
        return self._made[at]

    def _resolve(self, digest: Digest, name: str) -> Resolved | None:
        here = self._exact.get((digest.id, normal(name))) or self._exact.get((digest.id, normal(first_part(name))))
        if here is not None and len(here) == 1:
            return Resolved(next(iter(here)), name)
        takes_up = dict(digest.taken_up)
        phrase = takes_up.get(normal(name), name)
        said = described(phrase)
        vague = not said.head or said.head in word_list("anyone")
        if not phrase or not said.definite or (vague and said.age is None):
            return None
        fits = [(who, one) for who, known in sorted(self._known.items()) if (one := self._fits(said, known, digest.id))]
        near = [pair for pair in fits if digest.id in self._known[pair[0]].reports]
        chosen = near if len(near) == 1 else fits
        return Resolved(*chosen[0]) if len(chosen) == 1 else None

    @staticmethod
    def _fits(said: Description, known: _Known, report: str) -> str | None:
        """What somebody is called that a description may be for; ``None`` where it is not."""
        ages = {d.age for _, d in known.descriptions()} - {None}
        if said.age is not None:
            if said.age not in ages:
                return None
            heads = {d.head for _, d in known.descriptions()} - {""}
            other = said.head and said.head not in word_list("anyone") and heads and said.head not in heads
            return None if other else f"the {said.age}-year-old"
        alike = [(one, d) for one, d in known.descriptions() if d.head == said.head and d.marks == said.marks]
        if not alike:
            return None
        if said.tells:
            told = {word for _, d in known.descriptions() for word in d.tells}
            if said.head in word_list("single"):
                told |= known.places  # 'Neira's mayor' is the mayor whom a report from Neira names
            unknown = [x for x in said.tells if not any(_one(x, y) for y in told)]
            return alike[0][0] if len(unknown) < min(2, len(said.tells)) else None
        bare = any(not d.tells for _, d in alike) or said.head in word_list("single") or report in known.reports
        return alike[0][0] if bare else None


def _one(x: str, y: str) -> bool:
    """Whether two words that tell whose somebody is may be one: 'Colombia', 'Colombian'."""
    if x.lower() == y.lower():
        return True
    names = x[:1].isupper() and y[:1].isupper() and min(len(x), len(y)) >= STEM
    return names and x[:STEM].lower() == y[:STEM].lower()
