"""What the tests of the exports speak of: a report with appointments, and a small ledger."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from conftest import ferry_record, span_of
from ledger_reports import ferry_reports
from sayso.exchange import Case, of_ledger, of_records
from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.ledger.queries import Filters
from sayso.record.contract import from_json
from sayso.record.spans import Span
from sayso.record.types import (
    Block,
    Claim,
    Date,
    Entity,
    Event,
    Holder,
    Place,
    Record,
    Report,
    Standing,
    Statement,
    ToldTo,
)

FAIR = """\
TARN, May 6 (Northwire) - “The fair opens on May 12,” Mayor Liv Dahl told Northwire, “and nobody will stop it.”
Police chief Omar Reit said the march through Tarn on 14 May, at 15:00, had been called off.
Vard is likely to send envoys to Lund before the summer, a person close to the talks said.
"""


def fair_record() -> Record:
    """A report with two appointments, one of them called off, and an estimative word."""

    def at(words: str, after: str = "") -> Span:
        return span_of(FAIR, words, after)

    opens, stop = at("The fair opens on May 12"), at("nobody will stop it")
    off = at("the march through Tarn on 14 May, at 15:00, had been called off")
    envoys = at("Vard is likely to send envoys to Lund before the summer")
    number = f"r-{hashlib.sha256(FAIR.encode()).hexdigest()[:16]}"
    first = FAIR.index("Police")
    second = FAIR.index("Vard")
    return Record(
        Report(
            number, "fair.txt", FAIR,
            (Block(0, first - 1, "paragraph"), Block(first, second - 1, "paragraph"), Block(second, len(FAIR) - 1, "paragraph")),
            "https://ledger.example/fair?a=1&b=2", "The Tarn Ledger", "Fair opens, march does not", "Ina Moe",
            "2024-05-06T09:30:00+02:00", "en", None, "TARN, May 6 (Northwire)",
        ),
        (
            Statement("s1", "direct", at("Mayor Liv Dahl"), at("told"), (opens, stop), (Holder("Liv Dahl", at("Mayor Liv Dahl"), "x1"),), ToldTo("Northwire", at("Northwire", "told")), score=0.95),
            Statement("s2", "indirect", at("Police chief Omar Reit"), at("said"), (off,), (Holder("Omar Reit", at("Police chief Omar Reit"), "x2"),), score=0.9),
            Statement("s3", "indirect", at("a person close to the talks"), at("said", "summer"), (envoys,), (Holder("a person close to the talks", at("a person close to the talks"), None, anonymous=True),), score=0.9),
        ),
        (
            Claim("c1", (opens,), "s1", Standing("certain", "positive", "scheduled", "states"), (), ("d2",)),
            Claim("c2", (stop,), "s1", Standing("certain", "negative", "future", "states", because=(at("nobody"),))),
            Claim("c3", (off,), "s2", Standing("certain", "negative", "scheduled", "states", because=(at("called off"),)), ("e1",), ("d3",), ("p1",)),
            Claim("c4", (envoys,), "s3", Standing("probable", "positive", "future", "states", (0.55, 0.8), (at("likely"),)), ("e2",), ("d4",)),
        ),
        (),
        (
            Event("e1", "PROTEST", "demo", ("future", "negation"), at("march"), (), (), "p1", "d3", "c3"),
            Event("e2", "CONSULT", "visit", ("diplomatic", "future"), at("send envoys"), ("x3",), ("x4",), None, "d4", "c4"),
        ),
        (
            Entity("x1", "Liv Dahl", "person", (at("Liv Dahl"),)),
            Entity("x2", "Omar Reit", "person", (at("Omar Reit"),)),
            Entity("x3", "Vard", "country", (at("Vard"),), {"iso": "NO"}),
            Entity("x4", "Lund", "country", (at("Lund"),), {"iso": "SE"}),
            Entity("x5", "Northwire", "organisation", (at("Northwire"), at("Northwire", "told"))),
        ),
        (Place("p1", at("Tarn", "march"), None, "Tarn", "town", "NO", "Viken", -59.5, 10.25, "event"),),
        (
            Date("d1", at("May 6"), "DATE", "2024-05-06", "2024-05-06", "2024-05-06", "2024-05-06", "published"),
            Date("d2", at("May 12"), "DATE", "2024-05-12", "2024-05-12", "2024-05-12", "2024-05-12", "published"),
            Date("d3", at("14 May, at 15:00"), "TIME", "2024-05-14T15:00", "2024-05-14T15:00", "2024-05-14", "2024-05-14", "published"),
            Date("d4", at("the summer"), "DATE", "2024-SU", "2024-22", "2024-06-01", "2024-08-31", "published"),
        ),
    )  # fmt: skip


def files_case() -> Case:
    """What files give: records alone."""
    return of_records([ferry_record(), fair_record()])


def numbered(record: Record) -> Record:
    """``record`` with its events numbered through."""
    events = tuple(replace(event, id=f"e{i}") for i, event in enumerate(record.events, 1))
    claims = tuple(replace(c, events=tuple(e.id for e in events if e.claim == c.id)) for c in record.claims)
    return replace(record, events=events, claims=claims)


def ledger_case(folder: Path, filters: Filters | None = None) -> Case:
    """What a ledger gives: records, points and stories."""
    ledger = open_ledger(str(folder / "ledger.db"), create=True)
    try:
        for record in (*ferry_reports(), fair_record()):
            add(ledger, numbered(record), clock=lambda: "2025-03-01T00:00:00+00:00")
        return of_ledger(ledger, filters or Filters())
    finally:
        ledger.close()


def kept_case() -> Case:
    """The same as a ledger once gave it, so that the exports' files change only with the exports and the contract."""
    folder = Path(__file__).parent / "golden" / "exchange"
    lines = (folder / "ledger-records.jsonl").read_text("utf-8").splitlines()
    filed = of_records(from_json(json.loads(line)) for line in lines).filed
    kept = json.loads((folder / "ledger.json").read_text("utf-8"))
    return Case(filed, tuple(kept["points"]), tuple(kept["stories"]), {"ida roth": {"grade": "B"}})
