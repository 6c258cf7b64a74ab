"""What a file holds: reports, addresses of reports, and what could not be read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from sayso.record.types import Note, Report
from sayso.reports.html import Page
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.read import read_report, report_of, still_so
from sayso.reports.told import Told

SEPARATOR = " > "
"""Between a container and what is in it, in ``Way.container`` and ``Way.member``."""
_NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Way:
    """How a report came."""

    file: str | None = None
    """The input's name, as given."""
    container: str | None = None
    """The formats it came in, outermost first: 'zip > rss'."""
    member: str | None = None
    """Which part of the file it is."""
    sha256: str | None = None
    """Of the bytes of the innermost file that holds it."""
    retrieved: str | None = None

    def into(self, container: str | None, member: str | None = None) -> Way:
        """The way one step further in."""
        kinds = [one for one in (self.container, container) if one]
        parts = [one for one in (self.member, member) if one]
        return replace(self, container=SEPARATOR.join(kinds) or None, member=SEPARATOR.join(parts) or None)

    def of(self, data: bytes) -> Way:
        """The same way, to ``data``."""
        return replace(self, sha256=hashlib.sha256(data).hexdigest())

    @property
    def name(self) -> str:
        """What to call it before people."""
        return SEPARATOR.join(one for one in (self.file, self.member) if one)


@dataclass(frozen=True, slots=True)
class Item:
    """One report that a file holds, not yet read."""

    way: Way
    data: bytes = b""
    """The report's own bytes, where it is a text or a page."""
    page: Page | None = None
    """Its text and metadata, where the container's format has told them apart."""
    told: Told = _NOTHING
    """What the container says of a report in ``data``."""
    notes: tuple[Note, ...] = ()
    charset: str | None = None

    @property
    def id(self) -> str:
        """The id that its report will have; it is known before it is read."""
        return number_of(self.data if self.page is None else _canonical(self.page))

    @property
    def plain(self) -> bool:
        """Whether it is a file in itself, of which nothing else is known."""
        return self.page is None and self.way.container is None and not self.notes and self.charset is None

    def report(self, told: Told | None = None, limits: Limits = LIMITS) -> tuple[Report, tuple[Note, ...]]:
        """Read it. ``told`` wins over what the container says.

        Raises:
            UnreadableReport: no record can be made of it; the message says why.
        """
        told = told or Told()
        published_from = None
        if self.page is None:
            published_from = "told" if told.published else self.told.published and self.way.container
            known = Told(*(getattr(told, f) or getattr(self.told, f) for f in Told.__slots__))
            report, notes = read_report(
                self.data, file=self.way.file, told=known, limits=limits, charset=self.charset
            )  # fmt: skip
        else:
            report, notes = report_of(self.page, self.id, file=self.way.file, told=told, limits=limits)
        report = replace(
            report,
            sha256=self.way.sha256 or report.sha256,
            retrieved=told.retrieved or self.way.retrieved or report.retrieved,
            container=self.way.container,
            member=self.way.member,
            published_from=published_from or report.published_from,
        )
        return report, (*still_so(self.notes, told), *notes)


@dataclass(frozen=True, slots=True)
class Address:
    """A report that a file only gives the address of."""

    way: Way
    url: str
    told: Told = _NOTHING


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that could not be read, or was passed over."""

    way: Way
    message: str
    lost: bool = True
    """Whether a report may have been lost; else it is a mere remark."""


Held = Item | Address | Unread
"""What :func:`sayso.reports.containers.reports_in` yields."""


def number_of(data: bytes) -> str:
    """The id of a report with this content."""
    return f"r-{hashlib.sha256(data).hexdigest()[:16]}"


def _canonical(page: Page) -> bytes:
    said = [page.title, page.byline, page.outlet, page.published, page.url, page.text]
    return json.dumps(said).encode()
