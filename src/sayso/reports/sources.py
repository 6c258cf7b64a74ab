"""Where reports come from: files, standard input, web addresses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

WEB = ("http://", "https://")


def is_address(name: str) -> bool:
    """Whether an input's name is a web address; schemes may be written in capitals (RFC 3986, 3.1)."""
    return name[:8].lower().startswith(WEB)


@dataclass(frozen=True, slots=True)
class Source:
    """One input by the name it was given; nothing is opened until :meth:`read`."""

    name: str
    limits: Limits = LIMITS

    def read(self) -> bytes:
        """Its bytes, as :meth:`told` gives them."""
        return self.told()[0]

    def told(self) -> tuple[bytes, str | None]:
        """Its bytes, at most one more than the limit; and the encoding that a server says they are in.

        Raises:
            OSError: it cannot be opened.
            UnreadableReport: it is a folder, or its address may not be fetched: also where its robots.txt says so.
        """
        most = self.limits.max_bytes + 1
        if self.name == "-":
            return sys.stdin.buffer.read(most), None
        if is_address(self.name):
            from sayso.reports.fetch import fetch
            from sayso.reports.robots import Robots

            answer = fetch(self.name, self.limits, permit=Robots(self.limits).permit)
            return answer.body, answer.charset
        path = Path(self.name)
        if path.is_dir():
            raise UnreadableReport("it is a folder; name the files in it")
        with path.open("rb") as file:
            return file.read(most), None


def collect(names: Sequence[str]) -> list[Source]:
    """The sources that ``names`` stand for, in their order."""
    return [Source(name) for name in names]
