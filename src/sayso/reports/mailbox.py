"""Mailboxes (RFC 4155, 'mbox') → their messages, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from sayso.reports.items import Held, Item, Unread, Way
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.mail import is_mail, read_mail
from sayso.reports.told import UnreadableReport

_FROM = re.compile(rb"From [^\r\n]{1,300}\d{4}[^\r\n]{0,40}\r?\n")
"""What stands before each message: who sent it, and when."""
_QUOTED = re.compile(rb"^>(>*From )", re.M)
"""A line of a message that begins so is quoted, lest it be taken for the next message ('mboxrd')."""
_LONGEST_LINE = 1 << 20


def is_mailbox(head: bytes) -> bool:
    """Whether a file begins as a mailbox does, with a message behind the line that parts them."""
    first = _FROM.match(head)
    return first is not None and is_mail(head[first.end() :])


def read_mailbox(file: BinaryIO, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """The messages in a mailbox, as a stream; a bad one costs itself."""
    for number, message in enumerate(_messages(file, limits), 1):
        here = way.into(None, f"message {number}")
        if message is None:
            yield Unread(here, f"the message is longer than {limits.max_bytes:,} bytes")
            continue
        data = _QUOTED.sub(rb"\1", message)
        try:
            page, notes = read_mail(data, limits)
        except UnreadableReport as error:
            yield Unread(here, str(error))
        else:
            yield Item(here.of(message), page=page, notes=notes)


def _messages(file: BinaryIO, limits: Limits) -> Iterator[bytes | None]:
    """Each message without the line before it; ``None`` for one that is too long."""
    lines: list[bytes] = []
    size, blank = 0, True
    file.readline(_LONGEST_LINE)
    while line := file.readline(_LONGEST_LINE):
        if blank and _FROM.fullmatch(line):
            yield b"".join(lines) if size <= limits.max_bytes else None
            lines, size = [], 0
        else:
            size += len(line)
            if size <= limits.max_bytes:
                lines.append(line)
        blank = line in {b"\n", b"\r\n"}
    yield b"".join(lines) if size <= limits.max_bytes else None
