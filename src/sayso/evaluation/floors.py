"""Floors: what a figure must not fall below, on which corpus, in ``floors.toml``. They are only ever raised."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import ceil, floor
from pathlib import Path

from sayso.evaluation.running import Measured
from sayso.evaluation.yardstick import Figure

ENOUGH = 200
"""A figure over fewer gold items than this has no floor: other processors round otherwise, and a few would decide."""
MANY = 1000
_HEADER = """\
# What `sayso evaluate` must reach on the documents that it was measured on, checked by tests/test_floors.py.
# Written by `sayso evaluate all --write-floors`, half a point below what was measured (a whole one for a figure over
# fewer than 1000 gold items, 0.01 for one that is no percentage); never lowered by it.
# `corpus` is SHA-256 over the sorted names and the bytes of the files used, `documents` how many were read.
"""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one yardstick."""

    corpus: str
    documents: int
    figures: dict[str, float]

    def hold_for(self, measured: Measured) -> bool:
        """Whether the floors are of the very documents that were measured."""
        same = (self.corpus, self.documents) == (measured.checksum, measured.documents)
        return same and measured.half == "all"


class OtherCorpusError(Exception):
    """Floors are of other documents than those measured; the message says which and what to do."""


def path() -> Path:
    """Where the floors are kept."""
    return Path(str(files("sayso.evaluation") / "floors.toml"))


def load(text: str | None = None) -> dict[str, Floors]:
    """The floors by yardstick, from the package or from ``text``."""
    if text is None:
        text = path().read_text(encoding="utf-8") if path().exists() else ""
    return {
        name: Floors(table["corpus"], table["documents"], dict(table["figures"]))
        for name, table in tomllib.loads(text).items()
    }


def fallen(measured: Measured, floors: Floors) -> list[str]:
    """The figures that are worse than their floors, in sentences; figures that are gone are, too."""
    found = []
    for key, least in floors.figures.items():
        figure = measured.figure(key)
        if figure is None:
            found.append(f"{measured.yardstick.name}: {key} is not measured any more; its floor is {least}")
        elif figure.value > least if figure.lower_is_better else figure.value < least:
            found.append(f"{measured.yardstick.name}: {key} is {figure.value:.3f}, worse than its floor {least}")
    return found


def raised(floors: Mapping[str, Floors], measured: Iterable[Measured]) -> dict[str, Floors]:
    """The floors, raised to just below what was measured where that is higher.

    Raises:
        OtherCorpusError: floors are of other documents; they are not comparable.
    """
    found = dict(floors)
    for one in measured:
        name = one.yardstick.name
        old = floors.get(name)
        if old is not None and not old.hold_for(one):
            raise OtherCorpusError(
                f"the floors of {name} are of other documents ({old.documents}, corpus {old.corpus[:12]}) than those "
                f"measured ({one.documents}, {one.checksum[:12]}): take its tables out of {path().name} to begin anew"
            )
        figures = dict(old.figures) if old else {}
        for figure in one.figures:
            if figure.floored and figure.of >= ENOUGH:
                worst = max if not figure.lower_is_better else min
                figures[figure.key] = worst(figures.get(figure.key, _floor(figure)), _floor(figure))
        found[name] = Floors(one.checksum, one.documents, figures)
    return found


def _floor(figure: Figure) -> float:
    """Half a point worse, a whole one for a figure over few, 0.01 for one that is no percentage; as it is shown."""
    if figure.digits == 1:
        margin, step = (0.5 if figure.of >= MANY else 1.0), 10
    else:
        margin, step = 0.01, 10**figure.digits
    if figure.lower_is_better:
        return ceil(round((figure.value + margin) * step, 6)) / step
    return floor(round((figure.value - margin) * step, 6)) / step


def written(floors: Mapping[str, Floors]) -> str:
    """The floors as TOML."""
    lines = [_HEADER]
    for name, one in floors.items():
        lines += [f"[{name}]", f'corpus = "{one.corpus}"', f"documents = {one.documents}", "", f"[{name}.figures]"]
        # A JSON string is a TOML string, for the keys that figures have.
        lines += [f"{json.dumps(key, ensure_ascii=False)} = {value}" for key, value in one.figures.items()] + [""]
    return "\n".join(lines)
