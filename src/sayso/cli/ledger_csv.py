"""The ledger's answers as CSV: one row a thing, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(what: str, answer: Json) -> str:
    """``answer`` to the question ``what``."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    header, found = _TABLES[what](answer)
    rows.writerow(header)
    rows.writerows([_cell(value) for value in row] for row in found)
    return out.getvalue()


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def _stories(answer: Json) -> Table:
    header = ("story", "title", "reports", "first_seen", "last_seen")
    return header, (
        (s["id"], s["title"], len(s["reports"]), s["first_seen"], s["last_seen"]) for s in answer["stories"]
    )


def _points(answer: Json) -> Table:
    header = (
        "story", "point", "text", "independent_origins", "credibility", "report", "outlet", "published", "claim",
        "relation", "origin", "independence", "echo_of", "reason", "superseded", "certainty", "polarity", "time",
        "stance", "words",
    )  # fmt: skip
    reports = {r["id"]: r for r in answer["reports"]}
    return header, (
        (
            p["story"], p["id"], p["text"], p["independent_origins"], p["credibility"]["suggested"], c["report"],
            reports[c["report"]]["outlet"], reports[c["report"]]["published"], c["claim"], c["relation"],
            c["origin"]["name"], c["independence"], c["echo_of"], c["reason"], c["superseded"],
            *(c["standing"][key] for key in ("certainty", "polarity", "time", "stance")),
            " … ".join(span["text"] for span in c["spans"]),
        )
        for p in answer["points"]
        for c in p["claims"]
    )  # fmt: skip


def _timeline(answer: Json) -> Table:
    header = ("at", "until", "kind", "text", "from", "to", "story", "point", "claims")
    return header, (
        (
            r["at"],
            r["until"],
            r["kind"],
            r["text"],
            r.get("from"),
            r.get("to"),
            r["story"],
            r["point"],
            " ".join(r["claims"]),
        )
        for r in answer["timeline"]
    )


def _sources(answer: Json) -> Table:
    header = (
        "name",
        "grade",
        "graded_by",
        "graded_at",
        "reports",
        "claims",
        "independent",
        "echo",
        "not_established",
        "contradicted",
    )
    return header, (
        (
            s["name"], *((s["grade"][key] for key in ("grade", "by", "at")) if s["grade"] else (None, None, None)),
            s["reports"], s["claims"], s["independent"], s["echo"], s["not established"], s["contradicted"],
        )
        for s in answer["sources"]
    )  # fmt: skip


def _silences(answer: Json) -> Table:
    header = ("silence", "report", "published", "holders", "words", "about")
    return header, (
        (
            s["id"],
            s["report"],
            s["published"],
            "; ".join(s["holders"]),
            s["span"]["text"],
            s["about"]["text"] if s["about"] else None,
        )
        for s in answer["silences"]
    )


def _notes(answer: Json) -> Table:
    return ("report", "code", "message"), ((n["report"], n["code"], n["message"]) for n in answer["notes"])


def _history(answer: Json) -> Table:
    header = ("id", "at", "by", "kind", "on", "value", "because", "undone_by")
    return header, (
        (
            d["id"], d["at"], d["by"], d["kind"],
            d["target"].get("point") or d["target"].get("source") or " ".join(d["target"].get("claims", ())),
            d["value"]["value"], d["because"], d["undone_by"],
        )
        for d in answer["decisions"]
    )  # fmt: skip


_TABLES = {
    "stories": _stories, "points": _points, "timeline": _timeline, "sources": _sources, "silences": _silences,
    "notes": _notes, "history": _history,
}  # fmt: skip
