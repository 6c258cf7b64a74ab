"""The chronology's moments as a band of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sayso.server.chronology import BOUND, Entry, Moment
from sayso.server.phrases import headline, short
from sayso.web.timeband import Band, Dated, band

EACH = 3
"""Points of one moment that the picture names; the lists have them all."""


def picture(parts: Mapping[str, Sequence[Moment]], most: int) -> Band:
    """The band of what happened and what is ahead.

    Args:
        most: marks in it.
    """
    return band([one for part, moments in parts.items() for moment in moments for one in _of(part, moment)], most)


def _of(part: str, moment: Moment) -> Iterator[Dated]:
    if moment.precision == BOUND:
        # 'No bakery will close before 2028' is nothing of 2028.
        return
    shown = moment.entries[:EACH]
    for i, entry in enumerate(shown):
        more = len(moment.entries) - EACH if i == EACH - 1 else 0
        yield Dated(
            _said(entry) + (f" (+{more})" if more > 0 else ""), _title(moment, entry),
            f"/stories/{entry.story}/points/{entry.point}", moment.first, moment.last, moment.value, moment.mod,
            part == "ahead", entry.disputed, (entry.first_reported or "")[:10] or None,
        )  # fmt: skip


def _title(moment: Moment, entry: Entry) -> str:
    return f"{moment.when}: {short(_said(entry))}"


def _said(entry: Entry) -> str:
    said = headline(entry.text)
    return f"Denied: {said}" if entry.denied else said[:1].upper() + said[1:]
