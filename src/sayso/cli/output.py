"""Where a command's output goes: standard output or a file, always as bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO


class OutputError(Exception):
    """The output cannot be written; the message says where and why."""


class Output:
    """A command's output."""

    def __init__(self, sink: BinaryIO, stream: TextIO | None, name: str) -> None:
        self._sink = sink
        self._name = name
        self.stream = stream
        """The text stream behind it, for its width and colours; ``None`` for a file."""

    @property
    def encoding(self) -> str:
        """What text is encoded in: the terminal's encoding, UTF-8 elsewhere."""
        if self.stream is not None and self.stream.isatty():
            return self.stream.encoding or "utf-8"
        return "utf-8"

    def write(self, data: bytes) -> None:
        """Write ``data`` and hand it on at once, so that what has been read is not lost.

        Raises:
            BrokenPipeError: whoever read the output went away.
            OutputError: it cannot be written.
        """
        try:
            self._sink.write(data)
            self._sink.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"{self._name}: {error.strerror or error}") from error


@contextmanager
def output_to(name: str | None, inputs: Iterable[str] = ()) -> Iterator[Output]:
    """The output called ``name``, or standard output.

    Raises:
        OutputError: it cannot be opened, or is one of ``inputs`` and would be lost.
    """
    if name is None:
        yield Output(sys.stdout.buffer, sys.stdout, "standard output")
        return
    for given in inputs:
        with suppress(OSError, ValueError):
            if Path(given).samefile(name):
                raise OutputError(f"{name}: is also to be read, and would be lost")
    try:
        sink = Path(name).open("wb")  # noqa: SIM115 (closed below; only opening belongs in this try)
    except (OSError, ValueError) as error:
        raise OutputError(f"{name}: {getattr(error, 'strerror', None) or error}") from error
    with sink:
        yield Output(sink, None, name)


def abandon_stdout() -> None:
    """Point standard output at nothing, so that Python does not complain of the broken pipe when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
