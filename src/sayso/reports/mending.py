"""XML that strangers wrote by hand or by template, made well-formed where it is clear what was meant.

A parser that recovers by itself drops every entity behind the first fault: '&lt;p&gt;' becomes 'p', and the text is
wrong. So what is commonly wrong is put right beforehand: an ampersand that is none of XML's, HTML's names of
characters, blanks before the declaration, characters that XML forbids, and bytes of cp1252 in what should be UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

_SKIPPED = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
_OPENING = re.compile(rb"<!\[CDATA\[|<!--")
_AMPERSAND = re.compile(rb"&(?:(#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6}))|([a-zA-Z][a-zA-Z0-9]{1,31}))?(;?)")
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\?>")
_ENCODING = re.compile(rb"encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9._-]{1,40})")
_LAST = 0x10FFFF


def mended(data: bytes) -> bytes:
    """``data``, well-formed as far as these faults go."""
    data = _in_utf8(data.lstrip(b" \t\r\n"))
    return b"".join(_pieces(_FORBIDDEN.sub("\ufffd".encode(), data)))


def _in_utf8(data: bytes) -> bytes:
    """Bytes that are not in the encoding which they are taken for are of cp1252, which has a character for most."""
    declared = _DECLARED.match(data)
    told = _ENCODING.search(declared.group()) if declared else None
    if told is not None and told.group(1).lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data[declared.end() if declared else 0 :].decode("cp1252", "replace").encode()
    return data


def _pieces(data: bytes) -> Iterator[bytes]:
    """What stands between comments and literal sections is mended, they themselves are not."""
    at = 0
    while opening := _OPENING.search(data, at):
        yield _AMPERSAND.sub(_meant, data[at : opening.start()])
        end = data.find(dict(_SKIPPED)[opening.group()], opening.end())
        if end < 0:
            yield data[opening.start() :]
            return
        end += 3
        yield data[opening.start() : end]
        at = end
    yield _AMPERSAND.sub(_meant, data[at:])


def _meant(found: re.Match[bytes]) -> bytes:
    number, name, end = found.groups()
    if not end or (number is None and name is None):
        return b"&amp;" + found.group()[1:]
    if number is not None:
        value = int(number[2:], 16) if number[1:2] in b"xX" else int(number[1:])
        return found.group() if _allowed(value) else b"&#xFFFD;"
    if name in _OWN:
        return found.group()
    characters = html5.get(f"{name.decode()};")
    return b"&amp;" + found.group()[1:] if characters is None else b"".join(b"&#%d;" % ord(one) for one in characters)


def _allowed(value: int) -> bool:
    """Whether XML 1.0 lets a character stand."""
    return value in {9, 10, 13} or 0x20 <= value <= 0xD7FF or 0xE000 <= value <= 0xFFFD or 0x10000 <= value <= _LAST
