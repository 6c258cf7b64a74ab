"""E-mail newsletters (RFC 5322, MIME) → a report."""

from __future__ import annotations

import re
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parseaddr

from sayso.record.types import Note
from sayso.reports.decoding import encoding_of
from sayso.reports.fragments import line_of, text_of_html
from sayso.reports.html import Page
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import UnreadableReport

_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n]")
_SIGNS = frozenset(
    {b"received", b"return-path", b"delivered-to", b"message-id", b"mime-version", b"content-type", b"list-id",
     b"list-unsubscribe", b"x-mailer"}
)  # fmt: skip
_USUAL = frozenset({b"from", b"to", b"subject", b"date"})
_LONGEST_HEADER = 2_000
_WIDE = ("utf-16", "utf-32")
_STUB = 0.5
"""A plain part that is shorter than this much of the HTML's text is a stub: 'View this in your browser'."""


_SENT_ON = re.compile(
    r"^[ \t]{0,9}(?:-{3,40} {0,3}(?:Forwarded|Original) Message {0,3}-{3,40}|Begin forwarded message:)[ \t]{0,9}\n"
    r"\s{0,200}"
    r"((?:(?:From|Date|Sent|Subject|To|Cc|Reply-To):[^\n]{0,2000}\n){2,8})",
    re.I | re.M,
)
"""How Gmail, Apple Mail and Outlook write the message that is sent on in the text of another."""
_DAY = re.compile(r"\b(?:([A-Z][a-z]{2})[a-z]{0,6}\.? (\d{1,2})|(\d{1,2}) ([A-Z][a-z]{2})[a-z]{0,6}\.?),? (\d{4})\b")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def is_mail(head: bytes) -> bool:
    """Whether the beginning of a file is an e-mail's: headers that only mail has, beside the usual ones."""
    if not _HEADER.match(head):
        return False
    names = {line.partition(b":")[0].lower() for line in head.split(b"\n", 200)[:200] if _HEADER.match(line)}
    return bool(names & _SIGNS) and len(names & _USUAL) >= 2


def read_mail(data: bytes, limits: Limits = LIMITS) -> tuple[Page, tuple[Note, ...]]:
    """The newsletter in a message.

    Raises:
        UnreadableReport: it has no text, or is made of too many parts.
    """
    low = data.lower()
    # The parser holds every line against every part that is open around it.
    if (low.count(b"boundary") + low.count(b"message/")) * low.count(b"\n") > limits.max_mail_work:
        raise UnreadableReport("the message is of too many lines in too many parts; no newsletter is")
    try:
        found = _messages(BytesParser(policy=policy.compat32).parsebytes(data), limits)
        headers = BytesHeaderParser(policy=policy.compat32).parsebytes(data)
    except (
        RecursionError, MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    ) as error:  # fmt: skip
        raise UnreadableReport(f"the message cannot be read ({type(error).__name__})") from error
    (_, outer), *others = found
    said, captions, notes = _said(outer, limits)
    for message, parts in others:
        inner, shown, more = _said(parts, limits)
        # A newsletter that is sent on as it is, with a word of whoever sends it on.
        if len(said.strip()) < _STUB * len(inner.strip()):
            by = line_of(_header(headers, "From"))
            said, captions, headers = inner, shown, message
            notes = [*more, Note("forwarded", f"it was sent on as it was, by {by}")] if by else more
    quoted = _SENT_ON.search(said)
    if quoted and len(said[: quoted.start()].strip()) < _STUB * len(said[quoted.end() :].strip()):
        by = line_of(_header(headers, "From"))
        said, headers = said[quoted.end() :].lstrip("\n"), _quoted(quoted.group(1))
        notes.append(Note("forwarded", f"it was sent on in a message's text, by {by or 'somebody'}"))
    if not said.strip():
        raise UnreadableReport("the message has no text; attachments are not read")
    sent = moment(headers.get("Date") and str(headers.get("Date")))
    if sent:
        notes.append(Note("published", f"the publication date {sent} is when the message says that it was sent"))
    sender = _sender(headers)
    if sender:
        notes.append(Note("outlet", "the outlet is the name that the message's sender gives"))
    return Page(
        said, line_of(_header(headers, "Subject")), None, line_of(sender), sent, None,
        line_of(_header(headers, "Content-Language")), captions, (), None, "e-mail Date",
    ), tuple(notes)  # fmt: skip


def _sender(headers: Message) -> str:
    """The name that the sender gives; none where the address is no address."""
    try:
        return parseaddr(_header(headers, "From") or "")[0]
    except (RecursionError, ValueError, IndexError):
        # Comments within comments within comments: the text is there nevertheless.
        return ""


def _quoted(lines: str) -> Message:
    """The headers that a message's text quotes; of a date that is written for people, the day."""
    made = Message()
    for line in lines.splitlines():
        name, _, value = line.strip().partition(":")
        made[{"sent": "Date"}.get(name.lower(), name)] = value.strip()
    told = made["Date"]
    day = _DAY.search(told) if told and moment(told) is None else None
    if day:
        month, number = day.group(1) or day.group(4), int(day.group(2) or day.group(3))
        del made["Date"]
        if month in _MONTHS and 1 <= number <= 31:
            made["Date"] = f"{day.group(5)}-{_MONTHS.index(month) + 1:02}-{number:02}"
    return made


def _messages(top: Message, limits: Limits) -> list[tuple[Message, list[Message]]]:
    """The message and those in it, each with its leaves that are no attachments, without recursion."""
    found: list[tuple[Message, list[Message]]] = [(top, [])]
    stack: list[tuple[Message, list[Message]]] = [(top, found[0][1])]
    seen = 0
    while stack:
        part, leaves = stack.pop()
        seen += 1
        if seen > limits.max_parts:
            raise UnreadableReport(f"the message has more than {limits.max_parts:,} parts")
        if part.is_multipart():
            payload = part.get_payload()
            inner = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
            if part.get_content_type() == "message/rfc822":
                found += [(one, []) for one in inner]
                stack += [(one, those) for one, those in reversed(found[-len(inner) :])] if inner else []
            else:
                stack += [(one, leaves) for one in reversed(inner)]
        elif part.get_content_disposition() != "attachment":
            leaves.append(part)
    return found


def _said(parts: list[Message], limits: Limits) -> tuple[str, frozenset[str], list[Note]]:
    """The text of a message, and which of its lines are captions."""
    notes: list[Note] = []
    plain = next((_decoded(p, notes) for p in parts if p.get_content_type() == "text/plain"), None)
    html = next((_decoded(p, notes) for p in parts if p.get_content_type() == "text/html"), None)
    said = plain or ""
    if html:
        shown, captions = text_of_html(html, limits)
        if len(said.strip()) < _STUB * len(shown):
            return shown, captions, notes
    return said, frozenset(), notes


def _decoded(part: Message, notes: list[Note]) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    told = encoding_of(part.get_content_charset("utf-8"))
    if told and told.startswith(_WIDE) and b"\x00" not in data:
        # Any bytes can be read as such, but no text in an alphabet is without NUL in them.
        notes.append(Note("encoding", f"a part is not in {told}, which it declares; it was read as what it looks like"))
        told = "utf-8"
    for encoding in dict.fromkeys((told or "utf-8", "utf-8", "cp1252")):
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if encoding != (told or "utf-8"):
            notes.append(Note("encoding", f"a part is not in the encoding it declares; it was read as {encoding}"))
        return text.replace("\r\n", "\n")
    notes.append(Note("encoding", "some bytes are no text in the declared encoding; they stand as \ufffd"))
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _header(headers: Message, name: str) -> str | None:
    value = headers.get(name)
    if value is None:
        return None
    told = str(value)[:_LONGEST_HEADER]
    try:
        return str(make_header(decode_header(told)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        return told
