"""How many reports say something that stands so: certain, denied, scheduled, an echo, contradicting.

How a claim counts is only known when the points of its story are worked out, so what its reports have is noted then,
as one bit a word, and kept: eight bytes a report in memory, and a line a group of linked reports in the ledger. In a
ledger of a hundred thousand reports, working out the points of all stories for the first time takes minutes, which
pass beside the answers; until then a report whose story has not had its turn may have any standing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from sayso import __version__
from sayso.ledger.answers import Independence, Json, Relation, Story
from sayso.ledger.catalogue import Chosen, Numbers
from sayso.ledger.queries import Asked, Line, NotYetError
from sayso.ledger.schema import computed, decided_reports, decisions, reports
from sayso.ledger.selection import STANDINGS
from sayso.ledger.storage import Ledger
from sayso.record.types import Certainty, Polarity, Stance, TimeStatus

WORDS = tuple(
    dict.fromkeys(
        word for kind in (Certainty, Polarity, TimeStatus, Stance, Independence, Relation) for word in get_args(kind)
    )
)
"""Everything that a claim's standing is called."""
AT_ONCE = 10
"""Groups of linked reports whose points are asked for together."""
_BITS = {word: np.uint64(1 << i) for i, word in enumerate(WORDS)}
_KNOWN = np.uint64(1 << 63)
_PREFIX = "standings "

Masks = npt.NDArray[np.uint64]
Found = tuple[npt.NDArray[np.int64], Masks]
"""Reports by their numbers, and the words of each as bits."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of some reports have each word, and of how many it is not known yet."""

    reports: Mapping[str, int]
    unknown: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a group of linked reports."""

    group: int
    state: str
    """What they hang on."""
    numbers: npt.NDArray[np.int64]
    bits: Masks


def marks(points: Iterable[Json]) -> dict[str, int]:
    """Report's id → the words that its claims in some points have, as bits."""
    found: dict[str, int] = {}
    for point in points:
        for claim in point["claims"]:
            words = {claim["standing"][key] for key in STANDINGS} | {claim["independence"], claim["relation"]}
            bits = sum(int(_BITS[word]) for word in words if word in _BITS)
            found[claim["report"]] = found.get(claim["report"], 0) | bits
    return found


class Standings:
    """The words of a ledger's reports, brought up to date as they are worked out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        """The newest report and the newest decision when the ledger was last looked over."""
        self._states: dict[int, str] = {}
        """Group → what its words hang on, those with the newest reports first."""
        self._done: dict[int, str] = {}
        """Group → what it hung on when its words were noted."""
        self._masks: Masks = np.zeros(1, dtype=np.uint64)
        self._groups: Masks = np.zeros(1, dtype=np.uint64)

    @property
    def left(self) -> int:
        """Groups whose words are not known, or not as they are now."""
        return sum(self._done.get(group) != state for group, state in self._states.items())

    def look(self, connection: sa.Connection) -> Mapping[int, str]:
        """See what is in the ledger, and what is known of it already; what each group hangs on in this view of it."""
        report, decision = (
            int(connection.execute(sa.select(sa.func.max(one))).scalar() or 0) for one in (reports.c.n, decisions.c.n)
        )
        seen = report, decision
        with self._lock:
            known, states = self._seen, self._states
        if seen == known:
            return states
        states = _states(connection)
        first = known is None
        with self._lock:
            # A view that was opened before another looked shows what was: it takes nothing back.
            if self._seen is not None and seen < self._seen:
                return states
            self._masks, self._groups = (_longer(one, seen[0]) for one in (self._masks, self._groups))
            self._states = states
            self._seen = seen
        if first:
            self._load(connection, states)
        return states

    def _load(self, connection: sa.Connection, states: Mapping[int, str]) -> None:
        query = sa.select(computed).where(computed.c.what >= _PREFIX, computed.c.what < _PREFIX[:-1] + "!")
        for row in connection.execute(query):
            group = int(row.what.removeprefix(_PREFIX))
            if states.get(group) == row.state:
                numbers, bits = np.frombuffer(bytes(row.answer), dtype="<u8").reshape(2, -1)
                self._note(Words(group, row.state, numbers.astype(np.int64), bits.astype(np.uint64)))

    def work(self, asked: Asked, seconds: float, rest: Callable[[float], bool] = lambda _: True) -> list[Words]:
        """Work out the words of groups that are not known, the newest first; :meth:`note` has them counted.

        Args:
            seconds: of computing, at most; what has been begun is finished.
            rest: called after each story with how long it took; whether to go on.
        """
        states = self.look(asked.connection)
        began = time.thread_time()
        made: list[Words] = []
        waiting = [group for group, state in states.items() if self._done.get(group) != state]
        for start in range(0, len(waiting), AT_ONCE):
            # Others may have had their turn meanwhile.
            some = [group for group in waiting[start : start + AT_ONCE] if self._done.get(group) != states[group]]
            for group, stories in zip(some, asked.of_components(some, points=True), strict=True):
                try:
                    found = _words(asked, stories, rest)
                except NotYetError:
                    continue
                if found is None:
                    return made
                # The state is that of the view the words were worked out in, whatever has been decided since.
                made.append(Words(group, states[group], *found))
                packed = np.stack((found[0].astype("<u8"), found[1].astype("<u8"))).tobytes()
                asked.remember(f"{_PREFIX}{group}", states[group], packed)
                if time.thread_time() - began > seconds:
                    return made
        return made

    def note(self, some: Iterable[Words]) -> None:
        """Have words counted. Whoever then asks for their points expects them to be at hand: close the view first."""
        for words in some:
            self._note(words)

    def _note(self, words: Words) -> None:
        group, numbers, bits = words.group, words.numbers, words.bits
        with self._lock:
            most = max(group, int(numbers.max(initial=0)))
            self._masks, self._groups = (_longer(one, most) for one in (self._masks, self._groups))
            self._masks[numbers] = bits | _KNOWN
            self._groups[group] = np.bitwise_or.reduce(bits, initial=np.uint64(0)) | _KNOWN
            self._done[group] = words.state

    def count(self, among: Numbers) -> Counted:
        """The words of some reports."""
        masks = self._masks
        some = masks[among[among < len(masks)]]
        made = {word: int(np.count_nonzero(some & bit)) for word, bit in _BITS.items()}
        return Counted({word: n for word, n in made.items() if n}, len(among) - int(np.count_nonzero(some & _KNOWN)))

    def narrow(self, chosen: Chosen, word: str) -> Chosen:
        """Those of some reports that say something that stands so, and the groups with any report that does."""
        bit = _BITS.get(word.lower())
        masks, groups = self._masks, self._groups
        kept = _having(masks, chosen.numbers, bit)
        return Chosen(
            chosen.numbers[kept],
            chosen.groups[_having(groups, chosen.groups, bit)],
            components=None if chosen.components is None else chosen.components[kept],
        )


def _words(
    asked: Asked, stories: Iterable[tuple[Story, Sequence[Line]]], rest: Callable[[float], bool]
) -> Found | None:
    """The words of the reports of some stories; ``None`` where something more urgent came."""
    found: dict[int, int] = {}
    for story, lines in stories:
        mine = time.monotonic()
        said = marks(asked.points(story, lines))
        found |= {line.n: said.get(line.shown.id, 0) for line in lines}
        if not rest(time.monotonic() - mine):
            return None
    numbers = np.fromiter(found, dtype=np.int64, count=len(found))
    return numbers, np.fromiter(found.values(), dtype=np.uint64, count=len(found))


def _having(masks: Masks, which: Numbers, bit: np.uint64 | None) -> npt.NDArray[np.bool_]:
    """Which of some numbers have a bit, or may have it."""
    found = np.zeros(len(which), dtype=np.uint64)
    inside = which < len(masks)
    found[inside] = masks[which[inside]]
    may: npt.NDArray[np.bool_] = (found & _KNOWN) == 0
    if bit is not None:
        may |= (found & bit) != 0
    return may


def _states(connection: sa.Connection) -> dict[int, str]:
    """Group → what its words hang on, in short; those with the newest reports first."""
    last_undo = sa.select(sa.func.max(decisions.c.n)).where(decisions.c.kind == "undo")
    undone = int(connection.execute(last_undo).scalar() or 0)
    decided: dict[int, int] = {
        int(group): int(n) for group, n in connection.execute(
            sa.select(reports.c.component, sa.func.max(decided_reports.c.decision))
            .join(decided_reports, decided_reports.c.report == reports.c.id)
            .group_by(reports.c.component)
        )
    }  # fmt: skip
    columns: list[sa.ColumnElement[Any]] = [
        reports.c.component, sa.func.count(), sa.func.max(reports.c.n), sa.func.min(reports.c.version),
        sa.func.max(reports.c.version),
    ]  # fmt: skip
    query = sa.select(*columns).where(reports.c.replaced_by.is_(None)).group_by(reports.c.component)
    made: dict[int, str] = {}
    for group, *told in connection.execute(query.order_by(sa.func.max(reports.c.day).desc(), reports.c.component)):
        ruled = [decided[group], undone] if group in decided else []
        made[int(group)] = ".".join(map(str, (*told, *ruled, __version__)))
    return made


def _longer(values: Masks, newest: int) -> Masks:
    made = np.zeros(max(newest + 1, len(values)), dtype=np.uint64)
    made[: len(values)] = values
    return made
