"""Bytes → ``Report``."""

from __future__ import annotations

import hashlib

from sayso.record.types import Note, Report
from sayso.reports.blocks import lay_out
from sayso.reports.decoding import decode
from sayso.reports.html import Page, looks_like_html, read_page
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
    page = read_page(text, limits) if looks_like_html(text, file, media) else Page(text)
    layout = lay_out(page.text, title=told.title or page.title, captions=page.captions)
    report = Report(
        id=number,
        file=file,
        text=page.text,
        blocks=layout.blocks,
        url=told.url or page.url,
        outlet=told.outlet or page.outlet,
        title=layout.title,
        byline=page.byline or layout.byline,
        published=told.published or page.published,
        language=told.language or page.language,
        translator=layout.translator,
        dateline=layout.dateline,
    )
    notes = (*notes, *page.notes)
    if report.published is None:
        notes = (*notes, Note("no-date", "no publication date is known: give it with --published to resolve dates"))
    return report, notes
