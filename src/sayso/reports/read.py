"""Bytes → ``Report``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from sayso.record.types import Note, Report
from sayso.reports.blocks import lay_out
from sayso.reports.decoding import decode, shortened
from sayso.reports.html import Page, looks_like_html, read_page
from sayso.reports.lean import lean
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import Told, UnreadableReport

_LONE = re.compile("[\ud800-\udfff]")


def read_report(
    data: bytes, *, file: str | None = None, media: str | None = None, told: Told | None = None,
    limits: Limits = LIMITS, charset: str | None = None,
) -> tuple[Report, tuple[Note, ...]]:  # fmt: skip
    """The report in a file that is a text or a page, and what should be known about its taking in.

    Args:
        charset: the encoding that somebody told of; it is tried after UTF-8.

    Raises:
        UnreadableReport: no record can be made of it; the message says why.
    """
    told = told or Told()
    # Of a page, what is read is counted once its pictures and programs are left out.
    text, notes = decode(data, replace(limits, max_characters=limits.max_bytes), charset)
    page_like = looks_like_html(text, file, media)
    text, cut = shortened(lean(text, limits.max_characters) if page_like else text, limits)
    notes += cut
    digest = hashlib.sha256(data).hexdigest()
    page = read_page(text, limits) if page_like else Page(text)
    return _report(page, f"r-{digest[:16]}", file, told, digest, notes)


def report_of(
    page: Page, number: str, *, file: str | None = None, told: Told | None = None, limits: Limits = LIMITS
) -> tuple[Report, tuple[Note, ...]]:
    """The report whose text and metadata are known, under the id ``number``.

    Raises:
        UnreadableReport: there is no text in it.
    """
    text, notes = page.text, []
    if _LONE.search(text):
        text = _LONE.sub("\ufffd", text)
        notes.append(Note("encoding", "halves of characters stand in the text; each is shown as \ufffd"))
    if not text.strip("\x00 \t\r\n\ufeff"):
        raise UnreadableReport("there is no text in it")
    if "\x00" in text:
        notes.append(Note("nul", "the text has NUL characters; they are kept as they stand"))
    if len(text) > limits.max_characters:
        notes.append(Note("cut", f"only the first {limits.max_characters:,} of {len(text):,} characters were read"))
        text = text[: limits.max_characters]
    clean = Page(
        text, _whole(page.title), _whole(page.byline), _whole(page.outlet), page.published, _whole(page.url),
        _whole(page.language), page.captions, page.notes, _whole(page.credit), page.published_from,
    )  # fmt: skip
    return _report(clean, number, file, told or Told(), None, tuple(notes))


def still_so(notes: tuple[Note, ...], told: Told) -> tuple[Note, ...]:
    """The notes less those on what a file says of its date and outlet, where somebody told otherwise."""
    over = {code for code, value in (("published", told.published), ("outlet", told.outlet)) if value}
    return tuple(note for note in notes if note.code not in over)


def _whole(value: str | None) -> str | None:
    return _LONE.sub("\ufffd", value) if value else value


def _report(
    page: Page, number: str, file: str | None, told: Told, digest: str | None, notes: tuple[Note, ...]
) -> tuple[Report, tuple[Note, ...]]:
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
        credit=page.credit,
        published_from="told" if told.published else page.published_from if page.published else None,
        retrieved=told.retrieved,
        sha256=digest,
    )
    notes = (*notes, *still_so(page.notes, told))
    if report.published is None:
        notes = (*notes, Note("no-date", "no publication date is known: give it with --published to resolve dates"))
    return report, notes
