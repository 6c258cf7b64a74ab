"""The room's tables: countries with their demonyms, well-known bodies, holders of offices; and a user's own tables.

A table of one's own is a CSV file with the columns of ``bodies.csv`` and ``office-holders.csv``: ``name``, and any of
``other_names`` (with semicolons between), ``kind`` (``person``, else a body), ``country`` (ISO 3166-1 alpha-2),
``sector`` (a PLOVER code), ``from`` and ``until`` (years). Its rows go before those that ship.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

_BEFORE, _AFTER = 10, 25
"""Years before and after an office in which a report that names its holder by a short name alone can mean him."""
_STATE = "GOV"
_FORMER = "ELI"
_MOST = 1_000_000
"""Characters of a user's table."""


class TableError(ValueError):
    """A user's table cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name that stands in a table: its full form, kind and ISO code (countries only)."""

    name: str
    kind: str
    iso: str | None = None
    demonym: bool = False
    country: str | None = None
    """Of bodies and persons: ISO 3166-1 alpha-2, where they belong to one."""
    sector: str | None = None
    """PLOVER's code."""
    terms: tuple[tuple[int, int | None], ...] = ()
    """Years from and until which a person held the office."""
    short: bool = False
    """A short form of a person's name, which others can have, too."""

    def sectors_on(self, published: str | None) -> tuple[str, ...]:
        """The sector on the day of a report: an office is held for a time, and who held one belongs to the elite."""
        if self.sector is None:
            return ()
        if not self.terms or self.sector != _STATE:
            return (self.sector,)
        year = _year(published)
        if year is None:
            return ()
        if any(first <= year <= (last or year) for first, last in self.terms):
            return (self.sector,)
        return (_FORMER,) if any(last is not None and last < year for _, last in self.terms) else ()

    def meant_on(self, published: str | None) -> bool:
        """Whether a report of that day can mean this person by a short name alone."""
        year = _year(published)
        return not self.short or year is None or any(
            first - _BEFORE <= year <= (last or year) + _AFTER for first, last in self.terms
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is known of names, by each of their forms. Case matters ('US', 'us')."""

    names: dict[str, Known] = field(default_factory=dict)
    """Countries and bodies."""
    persons: dict[str, Known] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _nouns() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("sayso.names") / "known.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    """A table of the room's own; lines that begin with # are notes."""
    text = (files("sayso.names") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=1)
def known_names() -> dict[str, Known]:
    """Every name, other name and demonym of countries and bodies → what it stands for. Case matters ('US', 'us')."""
    found: dict[str, Known] = {}
    _add_bodies(found, _rows("bodies.csv"))
    for row in _rows("countries.csv"):
        for one in (row["name"], *filter(None, row["other_names"].split(";"))):
            found[one] = Known(row["name"], "country", row["iso"])
        for one in filter(None, row["demonyms"].split(";")):
            for form in (one, f"{one}s"):
                found.setdefault(form, Known(row["name"], "country", row["iso"], demonym=True))
    return found


@lru_cache(maxsize=1)
def known_persons() -> dict[str, Known]:
    """Every name and short name of the holders of offices → who it stands for."""
    return _persons(_rows("office-holders.csv"))


@lru_cache(maxsize=1)
def shipped() -> Tables:
    """The tables that ship."""
    return Tables(known_names(), known_persons())


def with_own(text: str) -> Tables:
    """The tables with a user's own before them.

    Raises:
        TableError: the text is no such table.
    """
    if len(text) > _MOST:
        raise TableError(f"a table of names has at most {_MOST:,} characters")
    try:
        reader = csv.DictReader(line for line in io.StringIO(text.removeprefix("\ufeff")) if not line.startswith("#"))
        rows = [{k: (v or "").strip() for k, v in row.items() if isinstance(k, str)} for row in reader]
    except csv.Error as error:
        raise TableError(f"no table of names: {error}") from error
    if "name" not in (reader.fieldnames or ()):
        raise TableError("a table of names needs a column 'name' in its first line")
    for row in rows:
        _check(row)
    names, persons = dict(known_names()), dict(known_persons())
    _add_bodies(names, [r for r in rows if r.get("kind") != "person"])
    own = _persons([r for r in rows if r.get("kind") == "person"])
    return Tables(names, persons | own)


def _check(row: dict[str, str]) -> None:
    country = row.get("country", "")
    if country and country not in country_codes():
        raise TableError(f"{row['name'] or country}: {country!r} is no country code of ISO 3166-1 alpha-2")
    for key in ("from", "until"):
        if row.get(key) and _year(row[key]) is None:
            raise TableError(f"{row['name']}: {key!r} should be a year, not {row[key]!r}")


def _add_bodies(found: dict[str, Known], rows: Iterable[dict[str, str]]) -> None:
    for row in rows:
        known = Known(row["name"], "organisation", country=row.get("country") or None, sector=row.get("sector") or None)
        for one in (row["name"], *row.get("other_names", "").split(";")):
            if one.strip():
                found[one.strip()] = known


def _persons(rows: Iterable[dict[str, str]]) -> dict[str, Known]:
    terms: dict[str, list[tuple[int, int | None]]] = {}
    rows = list(rows)
    for row in rows:
        if row.get("from"):
            terms.setdefault(row["name"], []).append((int(row["from"][:4]), _year(row.get("until"))))
    found: dict[str, Known] = {}
    for row in rows:
        name = row["name"]
        for one in (name, *row.get("other_names", "").split(";")):
            if one.strip():
                found[one.strip()] = Known(
                    name, "person", country=row.get("country") or None, sector=row.get("sector") or None,
                    terms=tuple(terms.get(name, ())), short=" " not in one.strip(),
                )  # fmt: skip
    return found


def _year(value: str | None) -> int | None:
    head = (value or "")[:4]
    return int(head) if len(head) == 4 and head.isascii() and head.isdigit() else None


@lru_cache(maxsize=8)
def nouns(kind: str) -> frozenset[str]:
    """Nouns that tell what a name beside them is: ``body`` ('the newspaper Diena'), ``place``, ``facility``."""
    return frozenset(_nouns()["nouns"][kind])


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 → alpha-3."""
    return {row["alpha2"]: row["alpha3"] for row in _rows("country-codes.csv")}
