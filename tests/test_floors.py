"""No figure falls below its floor. Needs the corpora; without them it is skipped and says so.

The corpora are looked for in the folder that SAYSO_CORPORA names, then in ``../shared/corpora`` beside the checkout.
"""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

from sayso.evaluation.corpora import VARIABLE
from sayso.evaluation.floors import fallen, load
from sayso.evaluation.running import YARDSTICKS, Measured, NotMeasured, evaluate

BESIDE = Path(__file__).parents[2] / "shared" / "corpora"
JOBS = min(2, os.cpu_count() or 1)


def corpora() -> Path | None:
    """The folder with the corpora, where there is one."""
    for folder in (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None, BESIDE):
        if folder is not None and folder.is_dir():
            return folder
    return None


@cache
def measured(folder: Path) -> dict[str, Measured | NotMeasured]:
    """All yardsticks on the documents that the floors are of."""
    found = evaluate(list(YARDSTICKS), folder, jobs=JOBS, sample=True, rival=False)
    return {one.yardstick.name: one for one in found}


def skip(reason: str) -> NoReturn:
    """Skip, and say so in the summary of every run: a floor that is not checked should be seen."""
    warnings.warn(f"floors are not checked: {reason}", stacklevel=2)
    pytest.skip(reason)


@pytest.mark.parametrize("name", YARDSTICKS)
def test_no_figure_is_worse_than_its_floor(name: str) -> None:
    folder = corpora()
    if folder is None:
        skip(f"no corpora: {VARIABLE} is not set, and there are none in ../shared/corpora")
    one = measured(folder)[name]
    if isinstance(one, NotMeasured):
        assert not one.fault, one.reason
        skip(one.reason)
    least = load()[name]
    if not least.hold_for(one):
        skip(f"{name}: another edition of the corpus ({one.checksum[:12]}) than the floors are of")
    assert not fallen(one, least)


def test_every_yardstick_has_floors() -> None:
    assert set(load()) == set(YARDSTICKS)
    assert all(floors.figures for floors in load().values())
