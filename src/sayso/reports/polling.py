"""Polling a feed politely: conditional requests (RFC 9110, 13), the server's wishes, longer waits after failures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from sayso.reports.fetch import Answer
from sayso.reports.told import UnreadableReport

_AGE = re.compile(r"max-age\s{0,3}=\s{0,3}(\d{1,9})", re.I)
_LONGEST_VALIDATOR = 500
LONGEST_WAIT = 86_400.0
"""Seconds; no server and no failure makes us wait longer."""
_OK, _UNCHANGED, _GONE = 200, 304, 410


@dataclass(frozen=True, slots=True)
class Feed:
    """What is remembered of a feed between two polls."""

    url: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    """When it may be asked again, in seconds of the Unix epoch."""
    failures: int = 0
    gone: bool = False
    """Whether its server said that it will not come back."""
    tried: dict[str, int] = field(default_factory=dict, hash=False)
    """The addresses it lists, and how often each was tried; -1 for what was fetched."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll gave."""

    feed: Feed
    body: bytes | None = None
    """The feed, where it is new."""
    problem: str | None = None


def poll(feed: Feed, now: float, interval: float, ask: Callable[[str, dict[str, str]], Answer]) -> Polled:
    """Ask for a feed, unless nothing has changed since it was last read.

    Args:
        now: seconds of the Unix epoch.
        interval: seconds from one poll to the next, at least.
        ask: gives the answer at an address to a request with these headers, or raises :class:`UnreadableReport`.
    """
    conditions = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    try:
        answer = ask(feed.url, {name: value for name, value in conditions.items() if value})
    except UnreadableReport as error:
        return _failed(feed, now, interval, 0.0, str(error))
    if answer.status == _UNCHANGED:
        return Polled(replace(feed, due=now + _wait(answer, interval), failures=0))
    if answer.status == _GONE:
        return Polled(replace(feed, gone=True), problem="it is gone for good, its server says; it is not asked again")
    if answer.status != _OK:
        return _failed(feed, now, interval, _after(answer, now), f"it answered {answer.status}")
    done = replace(
        feed, etag=_validator(answer, "etag"), modified=_validator(answer, "last-modified"),
        due=now + _wait(answer, interval), failures=0,
    )  # fmt: skip
    return Polled(done, answer.body)


def _failed(feed: Feed, now: float, interval: float, asked: float, problem: str) -> Polled:
    failures = feed.failures + 1
    wait = min(LONGEST_WAIT, max(asked, interval * 2.0 ** min(failures, 20)))
    return Polled(replace(feed, due=now + wait, failures=failures), problem=problem)


def _wait(answer: Answer, interval: float) -> float:
    age = _AGE.search(answer.headers.get("cache-control", ""))
    return min(LONGEST_WAIT, max(interval, float(age.group(1)) if age else 0.0))


def _after(answer: Answer, now: float) -> float:
    """The seconds that a server in trouble asks to be left alone for (RFC 9110, 10.2.3)."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told[:60]).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0


def _validator(answer: Answer, name: str) -> str | None:
    """What is sent back as it came; nothing that could break out of its header."""
    value = answer.headers.get(name, "")
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None
