"""CSV tables with a Data Package descriptor (https://specs.frictionlessdata.io/tabular-data-package/).

A text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises ("CSV Injection");
taking one apostrophe away gives the text back. Numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from sayso import __version__
from sayso.exchange.case import Case, Filed, Json, json_text, words
from sayso.record.spans import Span

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its Table Schema type, what it means."""

    name: str
    type: str
    refers: str | None
    """The table whose ``id`` it is."""
    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, the first of which is its key, and where its rows come from."""

    name: str
    fields: tuple[Field, ...]
    rows: Callable[[Case], Iterable[Row]]


def write(case: Case) -> dict[str, str]:
    """The tables' files, and ``datapackage.json``."""
    chosen = chosen_sheets(case)
    return {
        **{f"{sheet.name}.csv": _csv(sheet, case) for sheet in chosen},
        "datapackage.json": json_text(package(chosen, "csv")),
    }


def chosen_sheets(case: Case) -> list[Sheet]:
    """The tables of a case: points only where there are some."""
    return [sheet for sheet in sheets() if sheet.name != "points" or case.points]


def _csv(sheet: Sheet, case: Case) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([field.name for field in sheet.fields])
    rows.writerows([cell(value) for value in row] for row in sheet.rows(case))
    return out.getvalue()


def cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula, and no reader stumbles over."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        value = value.replace("\x00", "\u2400")
        return "'" + value if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
    return value


_CSV = {
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
}
_ESCAPED = " A leading apostrophe before = + - @ or a control character is no part of the text."


def package(chosen: Iterable[Sheet], suffix: Literal["csv", "parquet"]) -> Json:
    """The descriptor of the tables in files that end in ``suffix``."""
    tabular = suffix == "csv"
    return {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": "sayso-export",
        "title": "Who says what, on whose word, how firmly",
        "description": f"Written by sayso {__version__}. Offsets count code points of reports.text."
        + (_ESCAPED if tabular else ""),
        "resources": [
            {
                "name": sheet.name,
                "path": f"{sheet.name}.{suffix}",
                "profile": "tabular-data-resource" if tabular else "data-resource",
                "format": suffix,
                **(_CSV if tabular else {}),
                "schema": {
                    "fields": [{"name": f.name, "type": f.type, "description": f.what} for f in sheet.fields],
                    "primaryKey": "id",
                    "foreignKeys": [
                        {"fields": f.name, "reference": {"resource": f.refers, "fields": "id"}}
                        for f in sheet.fields
                        if f.refers
                    ],
                    "missingValues": [""],
                },
            }
            for sheet in chosen
        ],
    }


def _spans(spans: Iterable[Span]) -> str:
    return ";".join(f"{span.start}..{span.end}" for span in spans)


def _each(rows: Callable[[Filed], Iterable[Row]]) -> Callable[[Case], Iterator[Row]]:
    return lambda case: (row for filed in case.filed for row in rows(filed))


def _reports(filed: Filed) -> Iterator[Row]:
    r = filed.record.report
    yield (
        filed.id,
        r.file,
        r.url,
        r.outlet,
        r.title,
        r.byline,
        r.published,
        r.language,
        r.translator,
        r.dateline,
        r.text,
    )


def _statements(filed: Filed) -> Iterator[Row]:
    for s in filed.record.statements:
        origin = s.chain[-1] if s.chain else None
        yield (
            filed.ref(s.id), filed.id, s.kind, s.source.text if s.source else None, s.cue.text if s.cue else None,
            words(s.content), _spans(s.content), " → ".join(h.name or "" for h in s.chain),
            origin.name if origin else None, origin.anonymous if origin else None,
            s.told_to.name if s.told_to else None, filed.ref(s.said_on) if s.said_on else None,
            filed.ref(s.within) if s.within else None, s.score,
        )  # fmt: skip


def _claims(case: Case) -> Iterator[Row]:
    for filed in case.filed:
        for c in filed.record.claims:
            low, high = c.standing.likelihood or (None, None)
            point, stands = case.placed.get(filed.ref(c.id), (None, None))
            yield (
                filed.ref(c.id), filed.id, filed.ref(c.statement) if c.statement else None, words(c.spans),
                _spans(c.spans), c.standing.certainty, c.standing.polarity, c.standing.time, c.standing.stance,
                low, high, c.standing.condition.text if c.standing.condition else None, words(c.standing.because),
                point["id"] if point else None, stands["relation"] if stands else None,
                stands["independence"] if stands else None, stands["reason"] if stands else None,
            )  # fmt: skip


def _silences(filed: Filed) -> Iterator[Row]:
    for q in filed.record.silences:
        who = "; ".join(h.name or (h.span.text if h.span else "") for h in q.holders)
        yield (filed.ref(q.id), filed.id, who, q.span.text, _spans((q.span,)), q.about.text if q.about else None)


def _events(filed: Filed) -> Iterator[Row]:
    names = {x.id: x.name for x in filed.record.entities}
    for e in filed.record.events:
        yield (
            filed.ref(e.id), filed.id, filed.ref(e.claim), e.type, e.mode, "; ".join(e.contexts), e.trigger.text,
            _spans((e.trigger,)), "; ".join(names.get(a, "") for a in e.actors),
            "; ".join(names.get(a, "") for a in e.recipients),
            filed.ref(e.place) if e.place else None, filed.ref(e.date) if e.date else None,
        )  # fmt: skip


def _entities(filed: Filed) -> Iterator[Row]:
    for x in filed.record.entities:
        ids = (x.ids.get(key) for key in ("iso", "wikidata", "geonames"))
        yield (filed.ref(x.id), filed.id, x.name, x.kind, len(x.mentions), _spans(x.mentions), *ids)


def _places(filed: Filed) -> Iterator[Row]:
    for p in filed.record.places:
        yield (
            filed.ref(p.id), filed.id, p.span.text, _spans((p.span,)), p.name, p.kind, p.country, p.admin1, p.lat,
            p.lon, p.role, len(p.candidates),
        )  # fmt: skip


def _dates(filed: Filed) -> Iterator[Row]:
    for d in filed.record.dates:
        yield (
            filed.ref(d.id), filed.id, d.span.text, _spans((d.span,)), d.type, d.value, d.mod, d.edtf, d.earliest,
            d.latest, d.anchor,
        )  # fmt: skip


def _notes(filed: Filed) -> Iterator[Row]:
    for i, n in enumerate(filed.record.notes, 1):
        yield (filed.ref(f"note-{i}"), filed.id, n.code, n.message, n.span.text if n.span else None)


def _points(case: Case) -> Iterator[Row]:
    for p in case.points:
        yield (
            p["id"], p["story"], p["text"], p["first_seen"], p["last_seen"], p["independent_origins"],
            p["anonymous_origins"], len(p["claims"]), len(p["contradictions"]), p["credibility"]["suggested"],
            p["credibility"]["reason"],
        )  # fmt: skip


ROWS: dict[str, Callable[[Case], Iterable[Row]]] = {
    "reports": _each(_reports),
    "statements": _each(_statements),
    "claims": _claims,
    "silences": _each(_silences),
    "events": _each(_events),
    "entities": _each(_entities),
    "places": _each(_places),
    "dates": _each(_dates),
    "notes": _each(_notes),
    "points": _points,
}
"""Where each table's rows come from; ``tables.csv`` describes the columns in the same order."""


@cache
def sheets() -> tuple[Sheet, ...]:
    """The tables, as ``tables.csv`` describes them."""
    described = (resources.files("sayso.exchange") / "tables.csv").read_text("utf-8")
    columns: dict[str, list[Field]] = {name: [] for name in ROWS}
    for row in csv.DictReader(io.StringIO(described)):
        columns[row["table"]].append(Field(row["column"], row["type"], row["refers"] or None, row["what"]))
    return tuple(Sheet(name, tuple(fields), ROWS[name]) for name, fields in columns.items())
