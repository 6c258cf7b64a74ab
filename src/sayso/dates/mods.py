"""What words like 'about', 'early', 'more than' and 'fiscal' do to a reading: TIMEX3's ``mod``, and what stays open.

The values are those of TimeML 1.2.1: of lengths ``MORE_THAN``, ``LESS_THAN``, ``EQUAL_OR_MORE``, ``EQUAL_OR_LESS``; of
points ``BEFORE`` and ``AFTER``; of parts ``START``, ``MID``, ``END``; and ``APPROX``.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.dates.lexicon import data_file
from sayso.dates.reading import Reading
from sayso.dates.scene import Scene

_FISCAL = ("fiscal-year",)
_TURNED = {"MORE_THAN": "BEFORE", "EQUAL_OR_MORE": "BEFORE", "LESS_THAN": "AFTER", "EQUAL_OR_LESS": "AFTER"}
"""'More than a decade ago' lies before the day a decade ago, 'less than a decade ago' after it."""

_BACK = {"BEFORE": "AFTER", "AFTER": "BEFORE"}
_NEARLY = {"nearly", "almost"}


def modified(scene: Scene, reading: Reading) -> Reading:
    """``reading`` with its ``mod``; and, where its year isn't the calendar's, without days."""
    reading = replace(reading, mod=_mod(scene, reading))
    unit = reading.period.unit if reading.period is not None else None
    own_year = scene.has("fiscal_code") or scene.says("OWN_YEAR")
    if reading.type == "DATE" and unit in {"year", "half", "quarter"} and own_year:
        doubts = (*reading.doubts, *_FISCAL)
        return replace(reading, calendar=False, doubts=doubts)
    if reading.type == "DATE" and reading.value.endswith("_REF"):
        return replace(reading, anchor=scene.anchors.published_name)
    return reading


def _mod(scene: Scene, reading: Reading) -> str | None:
    words = scene.word("approximate")
    if not words:
        return "APPROX" if scene.ends_with("or", "so") else reading.part
    mods = data_file("lexicon.toml")["mods"]
    assert isinstance(mods, dict)
    mod = str(mods.get(words, "APPROX"))
    if reading.type == "DURATION":
        return mod
    if words in _NEARLY or mod not in _TURNED or reading.clock:
        return "APPROX"
    turned = _TURNED[mod]
    return turned if scene.word("direction") in {"ago", "earlier", "before"} else _BACK[turned]
