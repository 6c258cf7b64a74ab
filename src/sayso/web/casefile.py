"""A case as a folder of pages, to be read anywhere and kept: the points, and each report with its record.

No script, nothing loaded from anywhere, every text escaped (:mod:`sayso.web.templates`).
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from sayso import __version__
from sayso.exchange.case import Case, Filed, Json, words
from sayso.web.page import page
from sayso.web.phrases import day_phrase
from sayso.web.templates import environment, resource, style_hash


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim of a point: its exact words, on whose word, and how it stands in the point."""

    id: str
    words: str
    way: str
    published: str | None
    page: str
    how: str
    reason: str
    against: bool


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as the ledger writes it, and its claims."""

    point: Json
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in the list."""

    page: str
    """Its page's name, made by counting, never from the record."""
    title: str
    outlet: str | None
    published: str | None
    claims: int
    silences: tuple[str, ...]


def casefile(case: Case) -> dict[str, str]:
    """The pages: ``index.html``, and one a report."""
    pages = {filed.id: f"report-{i}.html" for i, filed in enumerate(case.filed, 1)}
    style = Markup(resource("page.css") + resource("casefile.css"))  # noqa: S704 (our own files)
    index = environment().get_template("casefile.html.jinja").render(
        title=case.title,
        stories=[(story["title"], _points(case, story["id"], pages)) for story in case.stories],
        reports=[_report(filed, pages[filed.id]) for filed in case.filed],
        style=style,
        style_hash=style_hash(style),
        version=__version__,
    )  # fmt: skip
    return {"index.html": index, **{pages[filed.id]: page([filed.record]) for filed in case.filed}}


def _report(filed: Filed, name: str) -> ReportRow:
    record = filed.record
    return ReportRow(
        name, filed.label, record.report.outlet, _day(filed), len(record.claims),
        tuple(q.span.text for q in record.silences),
    )  # fmt: skip


def _day(filed: Filed) -> str | None:
    return day_phrase(filed.record.report.published) if filed.record.report.published else None


def _points(case: Case, story: str, pages: dict[str, str]) -> list[PointRow]:
    return [PointRow(point, tuple(_claims(case, point, pages))) for point in case.points_of.get(story, ())]


def _claims(case: Case, point: Json, pages: dict[str, str]) -> list[ClaimRow]:
    rows = []
    for stands in point["claims"]:
        report, _, part = stands["claim"].rpartition("/")
        filed = case.by_id.get(report)
        claim = filed.claims.get(part) if filed else None
        if filed is None or claim is None:
            continue
        how = f"{stands['independence']}, since brought up to date" if stands["superseded"] else stands["independence"]
        rows.append(ClaimRow(
            claim.id, words(claim.spans), filed.way(claim), _day(filed), pages[filed.id], how, stands["reason"],
            stands["relation"] == "contradicts",
        ))  # fmt: skip
    return rows
