"""The states and provinces whose telephone numbers a report gives: a local report's readers ring somebody nearby.

Area codes of the North American Numbering Plan, in ``area-codes.csv``; those of no one region (toll-free numbers, codes
of several provinces) are left out.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from sayso.places.gazetteer import Candidate, candidates
from sayso.places.names import normalise

_NUMBER = re.compile(r"(?<![\w.-])\(?([2-9]\d{2})(?:\) ?|[-. ])[2-9]\d{2}[-.]\d{4}(?![\w-])")
_MOST = 3
"""Regions that a report gives numbers of; one that lists more is at home in none of them."""


@cache
def _regions() -> dict[str, Candidate]:
    """The region of each area code."""
    text = resources.files("sayso.places").joinpath("area-codes.csv").read_text(encoding="utf-8")
    found = {}
    for line in csv.DictReader(text.splitlines()):
        among = (c for c in candidates(normalise(line["name"])) if (c.kind, c.country) == ("admin1", line["country"]))
        region = next(among, None)
        if region is not None:
            found.update(dict.fromkeys(line["codes"].split(), region))
    return found


def regions_dialled(text: str) -> tuple[Candidate, ...]:
    """The regions of a report's telephone numbers, each once, by where the first of each stands; none if many."""
    found = dict.fromkeys(region for m in _NUMBER.finditer(text) if (region := _regions().get(m[1])) is not None)
    return tuple(found) if len(found) <= _MOST else ()
