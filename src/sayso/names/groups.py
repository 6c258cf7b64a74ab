"""Which name is another form of which: exact forms, acronyms, parts of bodies' names, family names.

Names are put in longest first, and looked up in tables by each of their forms, so that the work grows with their number
and not with its square. A person's family name alone is that of the person of that family whom the report names first:
reports that go on to his wife or brother name these in full.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.names.acronyms import acronym
from sayso.names.tables import Known, nouns
from sayso.names.transliteration import bare_family, parts_of, skeleton
from sayso.record.spans import Span
from sayso.record.types import EntityKind

_LEAST = 5
"""Letters of a last name that stands for a full one in another spelling."""
_LEAST_HEAD = 3
"""Letters of the first word of a body's name that stands for it."""
_MOST_WORDS = 12
"""Of a name whose parts are looked up."""


@dataclass(slots=True)
class Group:
    """The mentions of one entity."""

    kind: EntityKind
    name: str
    known: Known | None
    mentions: list[Span] = field(default_factory=list)


class Groups:
    """The entities of a report, as they are found."""

    def __init__(self) -> None:
        self.all: list[Group] = []
        self._exact: dict[str, Group] = {}
        self._known: dict[str, Group] = {}
        self._forms: dict[str, Group] = {}
        self._parts: dict[tuple[str, ...], Group] = {}
        self._last: dict[str, tuple[int, Group]] = {}
        self._first: dict[str, tuple[int, Group]] = {}
        self._spelt: dict[str, Group] = {}
        self._ends: dict[tuple[str, ...], Group] = {}
        self._models: dict[str, Group | None] = {}
        self._heads: dict[str, Group | None] = {}
        """Bodies by the first word of their names; ``None`` where two begin alike."""

    def put(self, span: Span, kind: EntityKind, known: Known | None, short: str | None) -> None:
        """Adds a mention to the entity that it names, or to one of its own.

        Args:
            span: where it stands.
            kind: what it is taken for.
            known: what the tables have of it.
            short: the short form that the report gives for it.
        """
        name = span.text
        group = self._home(name, kind, known)
        if group is None:
            group = Group(kind, known.name if known else name, known)
            self.all.append(group)
            self._file(group, name)
        group.mentions.append(span)
        self._exact.setdefault(name, group)
        if short is not None:
            self._exact.setdefault(short, group)
        if group.kind == "person" and " " in name:
            self._seen(group, span)

    def _home(self, name: str, kind: EntityKind, known: Known | None) -> Group | None:
        if known and known.name in self._known:
            return self._known[known.name]
        if kind != "person" or " " in name or name not in self._last:
            found = self._exact.get(name)
            if found is not None:
                return found
        if known and known.kind == "country":
            return None
        if kind == "person":
            return self._person(name)
        if kind == "organisation":
            return self._body(name)
        if kind == "other":
            return self._model(name)
        if kind == "place":
            found = self._forms.get(name.casefold())
            return found if found is not None and found.kind == "place" else None
        return None

    def _person(self, name: str) -> Group | None:
        parts = name.split()
        if len(parts) > 1:
            spelt = self._spelt.get(skeleton(name))
            return spelt if spelt is not None else self._ends.get(_folded(parts))
        family = bare_family(name)
        for table, key in ((self._last, name), (self._last, family), (self._first, name)):
            found = table.get(key)
            if found is not None:
                return found[1]
        if len(name) >= _LEAST and (found := self._last.get("~" + skeleton(family))) is not None:
            return found[1]
        return self._exact.get(name) or self._heads.get(name)

    def _model(self, name: str) -> Group | None:
        """A product by the last word of its name, where that has a number: 'A380' of 'Airbus A380'."""
        return self._models.get(name) if any(c.isdigit() for c in name) else None

    def _body(self, name: str) -> Group | None:
        found = self._forms.get(name)
        if found is not None and found.kind == "organisation":
            return found
        parts = tuple(name.split())
        if len(parts) > 1:
            return self._parts.get(parts)
        return self._heads.get(name) if len(name) >= _LEAST_HEAD else None

    def _file(self, group: Group, name: str) -> None:
        """Under each form by which it can be looked up."""
        if group.known is not None:
            self._known.setdefault(group.known.name, group)
            if group.known.kind == "country":
                return
        parts = name.split()[:_MOST_WORDS]
        if group.kind == "person" and len(parts) > 1:
            self._spelt.setdefault(skeleton(name), group)
            for i in range(1, len(parts) - 1):
                self._ends.setdefault(_folded(parts[i:]), group)
        elif group.kind == "organisation" and len(parts) > 1:
            for full in dict.fromkeys((name, group.name)):
                self._forms.setdefault(acronym(full), group)
            if not any(c.isdigit() for c in name):  # 'Airbus' is not an 'Airbus A400M'
                self._heads[parts[0]] = group if self._heads.get(parts[0], group) is group else None
            for i in range(2, len(parts)):
                self._parts.setdefault(tuple(parts[:i]), group)
                self._parts.setdefault(tuple(parts[-i:]), group)
            if parts[-1].rstrip(".") in nouns("company"):
                self._exact.setdefault(" ".join(parts[:-1]).rstrip(","), group)
        elif group.kind == "other" and len(parts) > 1:
            self._models[parts[-1]] = group if self._models.get(parts[-1], group) is group else None
        elif group.kind == "place":
            self._forms.setdefault(name.casefold(), group)

    def _seen(self, group: Group, span: Span) -> None:
        """A person's whole name, and where it stands first: who is meant by a part of it."""
        parts = parts_of(span.text)
        family = bare_family(parts[-1])
        for table, key in (
            (self._last, parts[-1]),
            (self._last, family),
            (self._last, "~" + skeleton(family)),
            (self._first, parts[0]),
        ):
            if key not in table or span.start < table[key][0]:
                table[key] = span.start, group


def _folded(parts: list[str]) -> tuple[str, ...]:
    """A name's last words, whose first may be a particle: 'Von Hohenfels' begins a sentence."""
    return (parts[0].lower(), *parts[1:])
