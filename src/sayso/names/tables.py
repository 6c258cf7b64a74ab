"""The room's tables: countries with their demonyms, and well-known bodies with their short names."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Known:
    """A name that stands in a table: its full form, kind and ISO code (countries only)."""

    name: str
    kind: str
    iso: str | None = None
    demonym: bool = False


@lru_cache(maxsize=1)
def _bodies() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("sayso.names") / "known.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def known_names() -> dict[str, Known]:
    """Every name, other name and demonym of the tables → what it stands for. Case matters ('US', 'us')."""
    found: dict[str, Known] = {}
    folder = files("sayso.names")
    for name, others in _bodies()["organisation"].items():
        for one in (name, *others):
            found[one] = Known(name, "organisation")
    with (folder / "countries.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for one in (row["name"], *filter(None, row["other_names"].split(";"))):
                found[one] = Known(row["name"], "country", row["iso"])
            for one in filter(None, row["demonyms"].split(";")):
                for form in (one, f"{one}s"):
                    found.setdefault(form, Known(row["name"], "country", row["iso"], demonym=True))
    return found


@lru_cache(maxsize=8)
def nouns(kind: str) -> frozenset[str]:
    """Nouns that tell what a name beside them is: ``body`` ('the newspaper Diena'), ``place``, ``facility``."""
    return frozenset(_bodies()["nouns"][kind])


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 → alpha-3."""
    with (files("sayso.names") / "country-codes.csv").open(encoding="utf-8") as lines:
        return {row["alpha2"]: row["alpha3"] for row in csv.DictReader(lines)}
