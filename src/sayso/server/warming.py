"""Working out in the background what the next page will ask for, so that nobody waits for it.

A large story's points take a second to work out when a report has come to it or somebody has decided something; they
are then kept. Here that is done beside the answers, for the newest stories when the server starts, and afterwards for
those that have changed, and for a large one that somebody asks for. Then the words for the facet of standings are
noted (:mod:`sayso.ledger.standings`), group by group, the newest first. It takes half of one processor's time at most,
waits while a request is answered, and everything works without it.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread

import sqlalchemy as sa

from sayso.ledger.queries import Filters
from sayso.ledger.schema import decided_reports, decisions, reports
from sayso.server.desk import Desk
from sayso.server.rendering import environment
from sayso.web.worldmap import draw

LOOKS = 2.0
"""Seconds between two looks for something new."""
SLICE = 1.0
"""Seconds of computing after which it is looked whether there is something more urgent."""
SWITCH = 0.0005
"""Seconds after which a thread that computes lets another have the interpreter."""
GIVES_WAY = 1.0
"""Seconds that it waits at most while requests are answered."""
AFTER_A_FAULT = 60.0
AT_ONCE = 2
"""Groups of linked reports whose points are worked out at a time; then others have their turn."""
_log = logging.getLogger("sayso.server")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was in the ledger at the last look: the numbers of the newest report, decision, and decision taken back."""

    report: int
    decision: int
    undo: int


def warm_pages() -> None:
    """Have what the first page of each kind needs at hand: the templates, and the outlines of the map."""
    for name in environment().list_templates():
        environment().get_template(name)
    draw((), ())


class Warming:
    """The thread that does it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ended = Event()
        self._thread = Thread(target=self._work, name="sayso-warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._desk.busy.helped = True
        # A page lets go of the interpreter for each row of the database, and would wait 5 ms each time to go on.
        sys.setswitchinterval(SWITCH)
        self._thread.start()

    def close(self) -> None:
        """End with the story that is being worked out."""
        self._ended.set()
        self._desk.busy.wake.set()
        self._thread.join(timeout=30)

    def _work(self) -> None:
        warm_pages()
        seen: Seen | None = None
        busy = self._desk.busy
        while not self._ended.is_set():
            busy.wake.clear()
            try:
                self._wanted()
                seen = self._look(seen)
                left = self._standings()
            except Exception as error:
                # Whoever asks for the page is told what is wrong; here nobody waits, and pages do without.
                _log.debug("nothing was worked out in the background: %s", error)
                busy.helped = False
                self._ended.wait(AFTER_A_FAULT)
                busy.helped = not self._ended.is_set()
                continue
            if not left:
                busy.wake.wait(LOOKS)

    def _wanted(self) -> None:
        """Work out what somebody waits for."""
        while (group := self._desk.busy.next_wanted()) is not None and not self._ended.is_set():
            self._points([group])

    def _standings(self) -> bool:
        """Note some of the words for the facet of standings; whether more are left."""
        with self._desk.asking(wait=True) as (asked, _):
            found = self._desk.standings.work(asked, SLICE, self._rest)
        self._desk.standings.note(found)
        return self._desk.standings.left > 0

    def _rest(self, seconds: float) -> bool:
        """Rest for as long as was worked, and while requests are answered; whether to go on with what is not urgent."""
        self._ended.wait(seconds)
        until = time.monotonic() + GIVES_WAY
        while self._desk.busy.answering and time.monotonic() < until and not self._ended.is_set():
            time.sleep(0.01)
        return not self._desk.busy.wake.is_set()

    def _look(self, seen: Seen | None) -> Seen:
        with self._desk.ledger.reading() as connection:
            now = Seen(
                int(connection.execute(sa.select(sa.func.max(reports.c.n))).scalar() or 0),
                int(connection.execute(sa.select(sa.func.max(decided_reports.c.decision))).scalar() or 0),
                int(
                    connection.execute(
                        sa.select(sa.func.max(decisions.c.n)).where(decisions.c.kind == "undo")
                    ).scalar() or 0
                ),
            )  # fmt: skip
            changed = [] if now == seen else self._changed(connection, seen)
        for start in range(0, len(changed), AT_ONCE):
            began = time.monotonic()
            self._points(changed[start : start + AT_ONCE])
            if not self._rest(time.monotonic() - began):
                self._wanted()
            if self._ended.is_set():
                break
        return now

    def _changed(self, connection: sa.Connection, seen: Seen | None) -> list[int]:
        """Groups of linked reports with something new in them, the newest first."""
        most = self._desk.settings.stories_warmed
        if seen is None:
            everything = self._desk.catalogue.choose(connection, Filters())
            return [int(one) for one in everything.groups[:most]]
        # What was taken back speaks of no report itself: then all that anybody decided on are looked at.
        undone = sa.exists().where(decisions.c.kind == "undo", decisions.c.n > seen.undo)
        decided = sa.select(decided_reports.c.report).where((decided_reports.c.decision > seen.decision) | undone)
        query = (
            sa.select(reports.c.component)
            .where((reports.c.n > seen.report) | reports.c.id.in_(decided), reports.c.replaced_by.is_(None))
            .group_by(reports.c.component)
            .order_by(sa.func.max(reports.c.day).desc())
            .limit(most)
        )
        return [int(one) for one in connection.execute(query).scalars()]

    def _points(self, groups: Sequence[int]) -> None:
        with self._desk.asking(wait=True) as (asked, _):
            for stories in asked.of_components(groups, points=True):
                for story, lines in stories:
                    if self._ended.is_set():
                        return
                    asked.points(story, lines)
