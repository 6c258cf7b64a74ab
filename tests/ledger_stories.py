"""Stories with gold: what the ledger finds of what it should. `python tests/ledger_stories.py [HALF]` shows what it misses."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sayso.ledger import open_ledger, views
from sayso.ledger.adding import add
from sayso.ledger.queries import Filters
from sayso.reading import read_bytes
from sayso.record.types import Record
from sayso.reports import Told

HALVES = ("development", "later", "held_out", "unseen")


@dataclass
class Score:
    """What was looked for, and what of it was found."""

    claims: int = 0
    claims_found: int = 0
    beside: int = 0
    """Claims in a point that the gold does not have there."""
    differences: int = 0
    differences_found: int = 0
    invented: int = 0
    """Contradictions and changes that the gold does not have."""
    points: int = 0
    points_right: int = 0
    missed: list[str] = field(default_factory=list)


def half(name: str) -> dict[str, Any]:
    """The stories of a half, and its floors."""
    return tomllib.loads((Path(__file__).parent / "ledger_gold" / f"{name}.toml").read_text(encoding="utf-8"))


def records(story: dict[str, Any]) -> list[Record]:
    """The story's reports, as they are read."""
    return [_read(one["text"], one["outlet"], one.get("published")) for one in story["reports"]]


@cache
def _read(text: str, outlet: str, published: str | None) -> Record:
    told = Told(outlet=outlet, published=published)
    return read_bytes(text.strip().encode(), media="text/plain", told=told)


def answers(some: list[Record]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stories and the points of a ledger of these reports."""
    with TemporaryDirectory() as folder:
        ledger = open_ledger(str(Path(folder) / "ledger.db"), create=True)
        for one in some:
            add(ledger, one)
        found = views.stories(ledger, Filters()), views.points(ledger, Filters())
        ledger.close()
    return found


def compare(story: dict[str, Any], shown: dict[str, Any]) -> Score:
    """What the points of a story have of its gold."""
    score = Score()
    outlets = {report["id"]: report["outlet"] for report in shown["reports"]}
    for gold in story["points"]:
        before = len(score.missed)
        score.points += 1
        where = f"{story['name']}: {gold['says']}"
        chosen = [p for p in shown["points"] if any(gold["says"] in s["text"] for c in p["claims"] for s in c["spans"])]
        found: dict[str, Any] = max(
            chosen, key=lambda p: len(p["claims"]), default={"claims": [], "contradictions": [], "changes": []}
        )
        told: list[tuple[str, ...]] = sorted(
            (outlets[c["report"]] or "", c["origin"]["name"] or "", c["independence"], c["relation"])
            for c in found["claims"]
        )
        _claims(gold, told, where, score)
        _differences(gold, found, where, score)
        score.points_right += len(score.missed) == before
    return score


def _claims(gold: dict[str, Any], told: list[tuple[str, ...]], where: str, score: Score) -> None:
    rows, allowed = ([row[:4] for row in gold.get(key, ())] for key in ("claims", "may"))
    for row in rows:
        score.claims += 1
        hit = next((one for one in told if _fits(row, one)), None)
        if hit is None:
            score.missed.append(f"{where}: no {', '.join(row)}")
        else:
            score.claims_found += 1
            told.remove(hit)
    for row in [*rows, *allowed]:
        hit = next((one for one in told if _fits([*row[:2], "*", "*"], one)), None)
        if hit is not None and row in allowed:
            told.remove(hit)
    score.beside += len(told)
    score.missed += [f"{where}: beside it {', '.join(one)}" for one in told]


def _fits(row: Sequence[str], one: tuple[str, ...]) -> bool:
    named = any(part.lower() in one[1].lower() for part in row[1].split("|"))
    return (
        row[0] == one[0] and named and all(w == "*" or o in w.split("|") for w, o in zip(row[2:], one[2:], strict=True))
    )


def _differences(gold: dict[str, Any], found: dict[str, Any], where: str, score: Score) -> None:
    got = {kind: {c["on"] for c in found[kind]} for kind in ("contradictions", "changes")}
    either = set(gold.get("either", ()))
    for kind, some in got.items():
        wanted = [set(one.split("|")) for one in gold.get(kind, ())]
        for one in wanted:
            score.differences += 1
            score.differences_found += bool(one & some)
            if not one & some:
                score.missed.append(f"{where}: no {kind[:-1]} on {' or '.join(sorted(one))}")
        more = some - set().union(*wanted, either) if not gold.get("anyway") else set()
        score.invented += len(more)
        score.missed += [f"{where}: a {kind[:-1]} on {one}" for one in sorted(more)]
    if either:
        score.differences += 1
        score.differences_found += bool(either & (got["contradictions"] | got["changes"]))


def whole(story: dict[str, Any], shown: dict[str, Any], points: dict[str, Any]) -> bool:
    """Whether the reports fell into stories as the gold has them: into one, unless they tell of several events."""
    # Two reports of one outlet and time would be one here.
    told = {(one["outlet"], one["published"]): one["id"] for one in points["reports"]}
    events: dict[int, set[str]] = {}
    for one in story["reports"]:
        events.setdefault(one.get("event", 1), set()).add(told[one["outlet"], one.get("published")])
    return {frozenset(one["reports"]) for one in shown["stories"]} == {frozenset(some) for some in events.values()}


def scores(name: str) -> Iterator[tuple[dict[str, Any], bool, Score]]:
    """Each story of a half, whether its reports fell into stories as they should, and its score."""
    for story in half(name)["stories"]:
        shown, points = answers(records(story))
        yield story, whole(story, shown, points), compare(story, points)


if __name__ == "__main__":
    for chosen in sys.argv[1:] or HALVES:
        parts = list(scores(chosen))
        found_scores = [part[2] for part in parts]
        sys.stdout.writelines(f"  {line}\n" for one in found_scores for line in one.missed)
        total = {k: sum(getattr(s, k) for s in found_scores) for k in vars(Score()) if k != "missed"}
        together = sum(part[1] for part in parts)
        sys.stdout.write(f"{chosen}: {together} of {len(parts)} stories whole; {total}\n")
