"""How far a long run has come, on one line of a terminal."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

from sayso.cli.terminal import encodable
from sayso.web.harmless import harmless

INTERVAL = 0.1
"""Seconds between two changes of the line."""


class Progress:
    """A line on ``stream`` that counts up to ``total``; silent unless ``shown``. Use it in a ``with``."""

    def __init__(self, stream: TextIO, total: int, *, shown: bool) -> None:
        self._stream = stream
        self._total = total
        self._shown = shown and stream.isatty()
        self._done = 0
        self._last = float("-inf")

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("")

    def step(self, name: str) -> None:
        """One more is under way, and is called ``name``."""
        now = time.monotonic()
        if now - self._last >= INTERVAL:
            self._last = now
            self._write(f"{self._done}/{self._total} {' '.join(harmless(name).split())[-60:]}")
        self._done += 1

    def say(self, message: str) -> None:
        """``message`` on a line of its own, shown in any case."""
        self._write("")
        _put(self._stream, f"sayso: {harmless(message)}\n")
        self._last = float("-inf")

    def _write(self, line: str) -> None:
        if self._shown:
            _put(self._stream, f"\r\x1b[K{line}")


def _put(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(encodable(text, encoding).decode(encoding))
    stream.flush()
