"""The gazetteer: name → candidate places.

Towns and divisions from GeoNames (CC BY 4.0), natural features from Natural Earth (public domain), frontier places by
hand; made by ``scripts/build_gazetteer.py``.

``gazetteer.bin`` is six byte counts (unsigned, 8 bytes, little-endian as all numbers) and as many sections: the sorted
numbers of all keys (:func:`key_number`); for each key where its postings start, and their end; the postings, each a
place's index, doubled, plus one where the key is a main name; the places (:data:`PLACE`); their names, each ended by a
line break; and the lists that kinds, countries and regions are indices of. A look-up is one bisection.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources

import numpy as np
import numpy.typing as npt

from sayso.places.names import normalise

SECTIONS = 6
PLACE = np.dtype([
    ("lat", "<i4"), ("lon", "<i4"), ("prominence", "<u4"), ("number", "<u4"), ("name", "<u4"), ("admin1", "<u2"),
    ("country", "u1"), ("kind", "u1"),
])  # fmt: skip
"""One place of the file; degrees times 10,000."""
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_MOST = 60
"""Candidates a name may have: the most prominent. 'San Antonio' has hundreds of namesakes."""


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


@dataclass(frozen=True, slots=True)
class _File:
    keys: npt.NDArray[np.uint64]
    starts: npt.NDArray[np.uint32]
    postings: npt.NDArray[np.uint32]
    places: npt.NDArray[np.void]
    names: bytes
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]


def key_number(key: str) -> int:
    """The number that a key is filed under: the first 64 bits of its BLAKE2b digest."""
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest(), "little")


@cache
def _file() -> _File:
    data = resources.files("sayso.places").joinpath("gazetteer.bin").read_bytes()
    sizes = np.frombuffer(data, "<u8", SECTIONS).tolist()
    at, pieces = 8 * SECTIONS, []
    for size in sizes:
        pieces.append(memoryview(data)[at : at + size])
        at += size
    lists = json.loads(bytes(pieces[5]))
    return _File(
        np.frombuffer(pieces[0], "<u8"), np.frombuffer(pieces[1], "<u4"), np.frombuffer(pieces[2], "<u4"),
        np.frombuffer(pieces[3], PLACE), bytes(pieces[4]),
        tuple(lists["kinds"]), tuple(lists["countries"]), tuple(lists["regions"]),
    )  # fmt: skip


def _csv(name: str) -> list[dict[str, str]]:
    text = resources.files("sayso.places").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _country_lines() -> list[dict[str, str]]:
    return _csv("countries.csv")


@cache
def countries() -> dict[str, Candidate]:
    """Countries by the key of each of their names; the point is the country's middle."""
    extra = {line["iso"]: line["alternates"].split("|") for line in _csv("country-names.csv")}
    table: dict[str, Candidate] = {}
    for line in _country_lines():
        names = [line["name"], *extra.get(line["iso"], ())]
        country = Candidate(
            line["name"], True, "country", line["iso"], None, float(line["lat"]), float(line["lon"]),
            int(line["population"]), int(line["geonames"]),
        )  # fmt: skip
        for name in filter(None, names):
            table.setdefault(normalise(name), country)
    return table


@cache
def capitals() -> frozenset[tuple[str | None, float, float]]:
    """Country and point of each capital."""
    return frozenset((r["iso"], float(r["capital_lat"]), float(r["capital_lon"])) for r in _country_lines())


@cache
def demonyms() -> dict[str, Candidate]:
    """The place that each demonym's key speaks of, plurals too: 'Russian', 'Texans', 'European'."""
    table: dict[str, Candidate] = {}
    for line in _csv("demonyms.csv"):
        among = [c for c in candidates(normalise(line["place"])) if (c.country or "") == line["country"]]
        if among:
            table[normalise(line["demonym"])] = max(among, key=lambda c: (c.kind != "town", c.main, c.prominence))
    nations = {c.country: c for c in countries().values()}
    for line in _csv("country-names.csv"):
        for name in filter(None, line["demonyms"].split("|")):
            table.setdefault(normalise(name), nations[line["iso"]])
    return {**{key + "s": place for key, place in table.items()}, **table}


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
    found = _of_key(key)
    first, _, rest = key.partition(" ")
    if rest and first in _SHORT:
        found += _of_key(f"{_SHORT[first]} {rest}")
    found.sort(key=lambda c: (not c.main, -c.prominence, c.name, c.lat, c.lon))
    return tuple(found[:_MOST])


def _of_key(key: str) -> list[Candidate]:
    return [*([countries()[key]] if key in countries() else ()), *_in_file(key)]


def known(key: str) -> bool:
    """Whether any place has that key."""
    first, _, rest = key.partition(" ")
    keys = (key, f"{_SHORT[first]} {rest}") if rest and first in _SHORT else (key,)
    return any(k in countries() or _at(k) is not None for k in keys)


@lru_cache(maxsize=16384)
def _at(key: str) -> int | None:
    keys = _file().keys
    number = key_number(key)
    at = int(np.searchsorted(keys, np.uint64(number)))
    return at if at < len(keys) and int(keys[at]) == number else None


def _in_file(key: str) -> list[Candidate]:
    file = _file()
    at = _at(key)
    if at is None:
        return []
    start, end = int(file.starts[at]), int(file.starts[at + 1])
    found: list[Candidate] = []
    for posting in file.postings[start : min(end, start + _MOST)].tolist():
        lat, lon, prominence, geonames, name, admin1, country, kind = file.places[posting >> 1].item()
        found.append(
            Candidate(
                file.names[name : file.names.index(b"\n", name)].decode(), bool(posting & 1), file.kinds[kind],
                file.countries[country] or None, file.regions[admin1] or None, lat / 1e4, lon / 1e4, prominence,
                geonames or None,
            )
        )  # fmt: skip
    return found
