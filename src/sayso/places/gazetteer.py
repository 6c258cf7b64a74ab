"""The gazetteer: name → candidate places.

Towns from GeoNames (CC BY 4.0), regions and natural features from Natural Earth (public domain), frontier places by
hand; made by ``scripts/build_gazetteer.py``, which describes the file. Blocks are unpacked when first asked for.
"""

from __future__ import annotations

import csv
import json
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from sayso.places.names import normalise


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; ``main`` where the name is its first name, not an alias."""

    name: str
    main: bool
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    prominence: int
    """Inhabitants; for what has none, a standing among towns on the same scale."""
    geonames: int | None

    def told(self) -> dict[str, object]:
        """As it is listed among a place's candidates."""
        return {
            "name": self.name, "kind": self.kind, "country": self.country, "admin1": self.admin1,
            "lat": self.lat, "lon": self.lon, "geonames": self.geonames,
        }  # fmt: skip


@cache
def _file() -> bytes:
    return resources.files("sayso.places").joinpath("gazetteer.bin").read_bytes()


@cache
def _index() -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    data = _file()
    end = 8 + int.from_bytes(data[:8], "big")
    index = json.loads(zlib.decompress(data[8:end]))
    return tuple(key for key, _, _ in index), tuple((end + offset, size) for _, offset, size in index)


@lru_cache(maxsize=128)
def _block(number: int) -> str:
    offset, size = _index()[1][number]
    return "\n" + zlib.decompress(_file()[offset : offset + size]).decode() + "\n"


def _csv(name: str) -> list[dict[str, str]]:
    text = resources.files("sayso.places").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def countries() -> dict[str, Candidate]:
    """Countries by the key of each of their names; the point is the capital's."""
    extra = {line["iso"]: line["alternates"].split("|") for line in _csv("country-names.csv")}
    table: dict[str, Candidate] = {}
    for line in _csv("countries.csv"):
        names = [line["name"], *extra.get(line["iso"], ())]
        country = Candidate(
            line["name"], True, "country", line["iso"], None, float(line["lat"]), float(line["lon"]),
            int(line["population"]), int(line["geonames"]),
        )  # fmt: skip
        for name in filter(None, names):
            table.setdefault(normalise(name), country)
    return table


@cache
def demonyms() -> dict[str, str]:
    """The country code of each demonym's key, plurals too."""
    table: dict[str, str] = {}
    for line in _csv("country-names.csv"):
        for name in filter(None, line["demonyms"].split("|")):
            table[normalise(name)] = table[normalise(name) + "s"] = line["iso"]
    return table


@cache
def region_abbreviations() -> dict[str, tuple[str, str]]:
    """Country and name of each state or province by the key of an abbreviation, ``ill`` and ``il``."""
    return {
        normalise(short): (line["country"], line["name"])
        for line in _csv("region-abbreviations.csv")
        for short in (line["code"], *line["abbreviations"].split("|"))
    }


@lru_cache(maxsize=4096)
def candidates(key: str) -> tuple[Candidate, ...]:
    """All places of that key (see :func:`~sayso.places.names.normalise`), main names first, then by prominence."""
    if not key or len(key) > 80:
        return ()
    found = [countries()[key]] if key in countries() else []
    found += _in_file(key)
    if key.startswith("st "):
        found += _in_file("saint " + key[3:])
    found.sort(key=lambda c: (not c.main, -c.prominence, c.name, c.lat, c.lon))
    return tuple(found)


def _in_file(key: str) -> list[Candidate]:
    found: list[Candidate] = []
    number = bisect_right(_index()[0], key) - 1
    if number >= 0:
        block, at = _block(number), 0
        while (at := block.find(f"\n{key}\t", at)) >= 0:
            end = block.index("\n", at + 1)
            _, name, main, kind, country, admin1, lat, lon, prominence, number_ = block[at + 1 : end].split("\t")
            found.append(
                Candidate(name, main == "1", kind, country or None, admin1 or None, float(lat), float(lon),
                          int(prominence), int(number_) or None)
            )  # fmt: skip
            at = end
    return found
