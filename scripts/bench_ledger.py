"""Measures what a ledger of many reports costs: adding one, asking for points, checking a claim, memory and storage.

    python scripts/bench_ledger.py --corpora "$SAYSO_CORPORA" [--reports 1000 10000 100000] [--base 120] [--jobs 2]
        [--ledger FILE]

Agency reports (`wire`) are read once; each report that goes in is one of them rewritten: every name is another,
made-up one of as many letters (the same throughout a story), every number another of as many digits, with an outlet and
a day of its own, so that spans stay exact. A story has four of them. Nothing of it is kept: the ledger is in a folder
that is deleted afterwards, unless --ledger names it.

At each size it prints a line of JSON: processor milliseconds to add one report (`sayso add`, reading aside; median of
the rounds, and of the first size's as a ratio); wall and processor milliseconds for the points of a story, first asked
and asked again, and for checking a claim, each the median and the slowest of several stories all over the ledger; peak
memory of this process in MB, and bytes a report. On a machine that is busy with other things processor time says more.

The ledger is filled between the sizes with reports that other processes rewrite and prepare (`--jobs`), many in one
transaction, and how far that is stands on standard error. 100,000 reports take some ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import string
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path
from statistics import median
from typing import Any

from sayso.evaluation.stopwatch import peak_mb
from sayso.ledger import Ledger, open_ledger, propositions, views
from sayso.ledger.adding import add
from sayso.ledger.bulk import add_many
from sayso.ledger.checking import check
from sayso.ledger.preparing import Prepared, prepare, report_id
from sayso.ledger.queries import Filters
from sayso.reading import read_bytes
from sayso.record.contract import dumps, from_json, to_json
from sayso.record.spans import Span
from sayso.record.types import Record
from sayso.reports import Told

A_STORY = 4
"""Reports of one story."""
OUTLETS = 60
FIRST_DAY = date(2024, 1, 1)
DAYS = 1500
BATCH = 500
ROUNDS = 60
STORIES = 9
"""Stories that are asked about at each size."""
AHEAD = 4
"""Batches that are prepared before they go in."""
_KEPT = frozenset({"schema", "sayso", "value", "edtf", "earliest", "latest", "anchor", "ids", "type", "kind", "role"})
"""Keys whose values are no words of the report."""
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


def main() -> None:
    """Fill a ledger, and print what it costs at each size."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--corpora", default=os.environ.get("SAYSO_CORPORA"), required="SAYSO_CORPORA" not in os.environ)
    told.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000, 100_000])
    told.add_argument("--base", type=int, default=120, help="agency reports that are read and rewritten (default: 120)")
    told.add_argument("--jobs", type=int, default=max(1, os.cpu_count() or 1), help="processes that prepare reports")
    told.add_argument("--ledger", help="where to make it: a file or a PostgreSQL address (default: a temporary file)")
    given = told.parse_args()
    base = read(Path(given.corpora), given.base)
    # Spawned, not forked: what has read the base runs threads.
    pool = get_context("spawn").Pool(given.jobs, keep, (base,))
    with tempfile.TemporaryDirectory() as folder, pool:
        name = given.ledger or str(Path(folder) / "bench.ledger")
        ledger = open_ledger(name, create=True)
        there, first = 0, 0.0
        for size in sorted(given.reports):
            fill(ledger, pool, there, size)
            there = max(there, size)
            found = measured(ledger, base, there)
            first = first or found["add_ms"]
            found |= {"add_ratio": round(found["add_ms"] / first, 2), "peak_mb": round(peak_mb() or 0)}
            if Path(name).exists():
                found["bytes_a_report"] = round(
                    sum(p.stat().st_size for p in Path(name).parent.glob(Path(name).name + "*")) / there
                )
            sys.stdout.write(json.dumps({"reports": size, **found}) + "\n")
            sys.stdout.flush()
            there += ROUNDS
        ledger.close()


def fill(ledger: Ledger, pool: Pool, there: int, size: int) -> None:
    """Put reports into the ledger until it has ``size``, and say how far that is."""
    batches = [(start, min(size, start + BATCH)) for start in range(there, size, BATCH)]
    begun = time.perf_counter()
    ahead: deque[AsyncResult[list[Prepared]]] = deque()
    for i in range(len(batches) + AHEAD):
        # A few batches are prepared ahead, so that memory does not grow with the ledger.
        if i < len(batches):
            ahead.append(pool.apply_async(prepared, batches[i]))
        if i < AHEAD or not ahead:
            continue
        add_many(ledger, ahead.popleft().get())
        done, spent = batches[i - AHEAD][1], time.perf_counter() - begun
        left = spent / (done - there) * (size - done)
        sys.stderr.write(f"\r{done:,} of {size:,} reports, {spent:.0f} s, about {left:.0f} s to go   ")
        sys.stderr.flush()
    sys.stderr.write("\n" if batches else "")


_BASE: list[dict[str, Any]] = []


def keep(base: Sequence[dict[str, Any]]) -> None:
    """In another process: the records that are rewritten there.

    Their clauses stand where those of the reports that they are made of do, and get the same vectors, worked out once.
    """
    _BASE[:] = base
    encoded = propositions.senses
    known: dict[tuple[tuple[int, int], ...], list[str]] = {}

    def senses(text: str, clauses: Sequence[Span]) -> list[str]:
        at = tuple((one.start, one.end) for one in clauses)
        if at not in known:
            known[at] = encoded(text, clauses)
        return known[at]

    propositions.senses = senses


def prepared(start: int, end: int) -> list[Prepared]:
    """In another process: the reports of these numbers, ready to go in."""
    return [prepare(one, dumps(one), "bench") for one in (rewritten(_BASE, n) for n in range(start, end))]


def read(corpora: Path, many: int) -> list[dict[str, Any]]:
    """Records of agency reports, evenly spaced, as JSON."""
    with gzip.open(corpora / "wire" / "wire.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = [rows[i * len(rows) // many] for i in range(many)]
    return [to_json(read_bytes(row["text"].encode(), media="text/plain", told=Told(outlet="Wire"))) for row in chosen]


def rewritten(base: Sequence[dict[str, Any]], n: int) -> Record:
    """The n-th report: one of ``base`` with other names, numbers, outlet and day."""
    story = n // A_STORY
    record = base[story % len(base)]
    text = record["report"]["text"]
    names = {word for e in record["entities"] for m in e["mentions"] for word in _WORD.findall(m["text"])}
    names |= set(_NAME.findall(text))
    of_story, own = random.Random(story), random.Random(f"report {n}")  # noqa: S311 (no secret)
    other = {name: _made_up(name, of_story) for name in sorted(names) if name[:1].isupper()}
    other |= {number: _number(number, own) for number in sorted(set(re.findall(r"\d{2,}", text)))}

    def again(value: Any, key: str = "") -> Any:
        if key in _KEPT:
            return value
        if isinstance(value, str):
            return _WORD.sub(lambda match: other.get(match[0], match[0]), value)
        if isinstance(value, list):
            return [again(one) for one in value]
        return {name: again(one, name) for name, one in value.items()} if isinstance(value, dict) else value

    made = from_json(again(record))
    report = made.report
    day = FIRST_DAY + timedelta(days=story * 7919 % DAYS)
    return replace(
        made,
        report=replace(
            report, id=f"r-{hashlib.sha256(f'{n} {report.text}'.encode()).hexdigest()[:16]}", file=f"{n}.txt",
            outlet=f"Outlet {own.randrange(OUTLETS)}", published=f"{day.isoformat()}T{own.randrange(24):02}:00:00Z",
        ),
    )  # fmt: skip


def _made_up(name: str, chance: random.Random) -> str:
    return "".join(chance.choice("aeiou" if i % 2 else string.ascii_lowercase) for i in range(len(name))).capitalize()


def _number(number: str, chance: random.Random) -> str:
    return "".join(chance.choice("123456789") for _ in number)


def measured(ledger: Ledger, base: Sequence[dict[str, Any]], there: int) -> dict[str, Any]:
    """What adding and asking costs in a ledger of ``there`` reports."""
    costs = []
    for n in range(there, there + ROUNDS):
        one = rewritten(base, n)
        begun = time.process_time()
        add(ledger, one)
        costs.append(time.process_time() - begun)
    found: dict[str, Any] = {"add_ms": round(1000 * median(costs), 2)}
    # Stories all over the ledger, none of them asked about before.
    asked = [rewritten(base, (2 * i + 1) * there // (2 * STORIES)) for i in range(STORIES)]
    stories = [Filters(story=report_id(one.report.id, one.report.outlet)) for one in asked]
    claims = [read_bytes(one.claims[0].spans[0].text.encode()) for one in asked]
    for name, questions in (
        ("points_first", [partial(views.points, ledger, story) for story in stories]),
        ("points", [partial(views.points, ledger, story) for story in stories]),
        ("check_first", [partial(check, ledger, claim) for claim in claims]),
        ("check", [partial(check, ledger, claim) for claim in claims]),
    ):
        found |= timed(name, questions)
    return found


def timed(name: str, questions: Sequence[Callable[[], object]]) -> dict[str, float]:
    """Wall and processor milliseconds of questions: the median of each, and the longest wait."""
    walls, cpus = [], []
    for ask in questions:
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return {
        f"{name}_wall_ms": round(median(walls), 1),
        f"{name}_longest_ms": round(max(walls), 1),
        f"{name}_ms": round(median(cpus), 1),
    }


if __name__ == "__main__":
    main()
