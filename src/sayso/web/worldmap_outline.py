"""The countries' outlines (Natural Earth), and how wide regions are; made by ``scripts/build_worldmap.py``."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Scale = Literal["50", "110"]
"""In millions: 1:50 million for a region, 1:110 million for the world."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """All countries at one scale, as flat arrays, so that all of it is projected at once."""

    lon: Floats
    lat: Floats
    rings: npt.NDArray[np.int64]
    """Where each ring starts, and the end of the last."""
    owners: tuple[int, ...]
    """For each ring, whose it is."""
    codes: tuple[str | None, ...]
    """ISO 3166-1 alpha-2 of each country; a few of Natural Earth's units have none."""
    names: tuple[str, ...]
    line_lon: Floats
    line_lat: Floats
    lines: npt.NDArray[np.int64]
    """Where each coast or border starts, and the end of the last."""
    inland: tuple[bool, ...]
    """For each line, whether it lies between two countries."""


@cache
def _file() -> dict[str, Any]:
    data = resources.files("sayso.web").joinpath("data/outline.bin").read_bytes()
    found: dict[str, Any] = json.loads(zlib.decompress(data))
    return found


@cache
def widths() -> dict[str, float]:
    """``RU/Primorsky Krai`` → kilometres from its point within which nine in ten of its towns lie."""
    return {name: float(km) for name, km in _file()["regions"].items()}


@cache
def outline(scale: Scale) -> Outline:
    """The outlines at a scale."""
    level = _file()["levels"][scale]
    arcs = [_arc(flat, level["scale"], level["translate"]) for flat in level["arcs"]]
    uses = [0] * len(arcs)
    rings: list[Floats] = []
    owners: list[int] = []
    for i, country in enumerate(level["countries"]):
        for polygon in country["polygons"]:
            for ring in polygon:
                rings.append(_joined(arcs, ring))
                owners.append(i)
                for arc in ring:
                    uses[arc if arc >= 0 else ~arc] += 1
    rings = [_unrolled(ring) for ring in rings]
    points, lines = np.concatenate(rings), np.concatenate(arcs)
    return Outline(
        points[:, 0].copy(), points[:, 1].copy(), _starts(rings), tuple(owners),
        tuple(c["code"] for c in level["countries"]), tuple(c["name"] for c in level["countries"]),
        lines[:, 0].copy(), lines[:, 1].copy(), _starts(arcs), tuple(n > 1 for n in uses),
    )  # fmt: skip


def _arc(flat: Sequence[int], scale: Sequence[float], translate: Sequence[float]) -> Floats:
    steps = np.array(flat, dtype=np.float64).reshape(-1, 2)
    points: Floats = np.cumsum(steps, axis=0) * np.array(scale) + np.array(translate)
    return points


def _joined(arcs: Sequence[Floats], ring: Sequence[int]) -> Floats:
    """A ring of arcs; one counted from behind is gone through backwards, and ends are not said twice."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return np.concatenate([part[:-1] for part in parts])


def _unrolled(ring: Floats) -> Floats:
    """A ring that crosses the date line, with longitudes that run on; one round a pole is closed over the pole."""
    lon = np.unwrap(ring[:, 0], period=360)
    if abs(lon[-1] - lon[0]) < 180:
        return np.column_stack([lon, ring[:, 1]])
    turn = 360.0 if lon[-1] > lon[0] else -360.0
    pole = 90.0 if ring[:, 1].mean() > 0 else -90.0
    lon, lat = np.append(lon, lon[0] + turn), np.append(ring[:, 1], ring[0, 1])
    # Along the pole in steps, since on some maps it is a line.
    back = np.linspace(lon[-1], lon[0], 37)
    return np.column_stack([np.concatenate([lon, back]), np.concatenate([lat, np.full(37, pole)])])


def _starts(parts: Sequence[Floats]) -> npt.NDArray[np.int64]:
    return np.cumsum([0, *(len(part) for part in parts)])


def country_name(code: str | None) -> str | None:
    """What the country of a code is called; a code that is not known stands for itself."""
    return _names().get(code, code) if code is not None else None


@cache
def _names() -> dict[str, str]:
    return {one["code"]: one["name"] for one in _file()["levels"]["50"]["countries"] if one["code"]}
