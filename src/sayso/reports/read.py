"""Bytes → ``Report``."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sayso.record.types import Note, Report
from sayso.reports.blocks import lay_out
from sayso.reports.decoding import decode
from sayso.reports.html import looks_like_html, read_page
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import Told


def read_report(
    data: bytes, *, file: str | None = None, media: str | None = None, told: Told | None = None, limits: Limits = LIMITS
) -> tuple[Report, tuple[Note, ...]]:
    """The report in a file, and what should be known about its taking in.

    Raises:
        UnreadableReport: no record can be made of it; the message says why.
    """
    told = told or Told()
    text, notes = decode(data, limits)
    number = f"r-{hashlib.sha256(data).hexdigest()[:16]}"
    if not looks_like_html(text, file, media):
        layout = lay_out(text, title=told.title)
        report = Report(
            number, file, text, layout.blocks, told.url, told.outlet, layout.title, layout.byline, told.published,
            told.language, layout.translator, layout.dateline,
        )  # fmt: skip
    else:
        page = read_page(text, limits)
        layout = lay_out(page.text, title=told.title or page.title, captions=page.captions)
        notes = (*notes, *page.notes)
        report = Report(
            number, file, page.text, layout.blocks, told.url or page.url, told.outlet or page.outlet, layout.title,
            page.byline or layout.byline, told.published or page.published, told.language or page.language,
            layout.translator, layout.dateline,
        )  # fmt: skip
    if report.published is None:
        notes = (*notes, Note("no-date", "no publication date is known: give it with --published to resolve dates"))
    return replace(report), notes
