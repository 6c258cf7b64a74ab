"""XML from strangers: no document type, no entities, no network, bounded depth.

What is damaged is mended where it is clear what was meant, and else read as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from sayso.reports.mending import mended
from sayso.reports.told import UnreadableReport

_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)", re.S)
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ROOT = re.compile(rb"<(?:[\w.-]{1,60}:)?([\w.-]{1,60})")
_REFUSED = "it has a document type or entities of its own; such XML is not read, since it can do harm"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document."""

    root: Any
    damage: str | None = None
    """What is wrong with it, where it is not well-formed."""
    mended: bool = False
    """Whether nothing was wrong with it any more once the usual faults were put right."""


def narrow(data: bytes) -> bytes:
    """``data`` without a byte order mark, in UTF-8 where the mark told that it is UTF-16."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return _DECLARED.sub("", data[2:].decode(encoding, "replace")).encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def behind_prolog(data: bytes) -> int:
    """Where the first tag or declaration begins, behind blanks, comments and instructions."""
    at = 0
    while match := _PROLOG.match(data, at):
        at = match.end()
    return at


def root_name(head: bytes) -> str | None:
    """The local name of the root element, from a document's first bytes; ``None`` where it is no XML.

    A document type is passed over here: it is refused when the document is parsed.
    """
    at = behind_prolog(head)
    if head[at : at + 9].upper() == b"<!DOCTYPE":
        # An internal subset ends with ']>'.
        end = re.compile(rb"[^\[>]*(?:\[.*?\]\s*)?>", re.S).match(head, at + 9)
        at = behind_prolog(head[end.end() :]) + end.end() if end else at
    found = _ROOT.match(head, at)
    return found.group(1).decode("ascii", "replace") if found else None


def parse(data: bytes) -> Document:
    """The document in ``data``.

    Raises:
        UnreadableReport: it has a document type, nests too deeply, or nothing can be made out in it.
    """
    data = narrow(data)
    at = behind_prolog(data)
    if data[at : at + 9].upper() == b"<!DOCTYPE":
        raise UnreadableReport(_REFUSED)
    root, damage = _parsed(data)
    whole = damage is None
    if damage is not None:
        data = mended(data)
        root, still = _parsed(data)
        whole = still is None
    if not whole:
        try:
            root = etree.fromstring(data, _parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            raise UnreadableReport(f"it is no XML that can be read: {damage}")
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise UnreadableReport(_REFUSED)
    return Document(root, damage, whole and damage is not None)


def _parsed(data: bytes) -> tuple[Any, str | None]:
    """The root of a well-formed document, or what is wrong."""
    try:
        return etree.fromstring(data, _parser(recover=False)), None
    except (etree.XMLSyntaxError, ValueError) as error:
        damage = " ".join(str(error).split())[:200]
        if "depth" in damage.lower():
            raise UnreadableReport("its elements nest deeper than any report's; it is not read") from error
        return None, damage


def _parser(*, recover: bool) -> Any:
    # Each parse gets its own: a parser carries what it met from one document to the next.
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def local(element: Any) -> str:
    """The local name of an element."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def space(element: Any) -> str:
    """The namespace of an element; '' for none."""
    return str(element.tag).rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""


def children(element: Any, name: str, namespace: str | None = None) -> Iterator[Any]:
    """The children with this local name, in the namespace if one is given."""
    for child in element:
        if local(child) == name and (namespace is None or space(child) == namespace):
            yield child


def child(element: Any, *names: str) -> Any:
    """The first descendant by these steps of local names; ``None`` where a step leads nowhere."""
    for name in names:
        element = next(children(element, name), None)
        if element is None:
            return None
    return element


def text(element: Any) -> str | None:
    """All the text in an element, stripped; ``None`` for none."""
    return None if element is None else "".join(element.itertext()).strip() or None
