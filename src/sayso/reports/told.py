"""What a caller tells of a report, and the error for what is no report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_CALENDAR = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]|$)")


class UnreadableReport(Exception):  # noqa: N818 - the domain's word, not 'Error'
    """No record can be made of an input; the message says what is wrong and what to do."""


class OtherKind(UnreadableReport):
    """It is a picture, a film or the like, and no report: nothing is lost."""


@dataclass(frozen=True, slots=True)
class Told:
    """Metadata a file may not say; what is told wins over what the file says.

    Raises:
        ValueError: ``published`` is no ISO 8601 date or date and time.
    """

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    retrieved: str | None = None
    """When it was fetched: ISO 8601 date and time."""

    def __post_init__(self) -> None:
        for value in (self.published, self.retrieved):
            if value is not None and not is_iso(value):
                raise ValueError(f"{value!r} is no ISO date: write it as 2023-09-12 or 2023-09-12T08:30:00+02:00")


def is_iso(value: str) -> bool:
    """Whether ``value`` is an ISO 8601 calendar date, or date and time."""
    if not _CALENDAR.match(value):
        return False
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            parse(value)
        except ValueError:
            continue
        return True
    return False
