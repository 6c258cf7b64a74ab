"""NewsML-G2 (IPTC) → a report a news item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.record.types import Note
from sayso.reports.fragments import by_line, line_of, text_of_element, text_of_html
from sayso.reports.html import Page
from sayso.reports.items import Held, Item, Unread, Way
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import OtherKind, UnreadableReport
from sayso.reports.xml import Document, child, children, local, text

ROOTS = {"newsItem": "newsml-g2", "newsMessage": "newsml-g2", "packageItem": "newsml-g2", "nitf": "nitf"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BODIES = ("body.content", "body", "article", "main")
_STATUS = {"canceled": "cancelled", "withheld": "withheld"}


def read_newsml(document: Document, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """The news items in the document, in its order."""
    root = document.root
    items = [root] if local(root) in {"newsItem", "nitf"} else list(root.iter("{*}newsItem", "newsItem"))
    for i, element in enumerate(items, 1):
        named = element.get("guid")
        here = way if element is root else way.into(None, f"item {i}" + (f" ({named[:200]})" if named else ""))
        if i > limits.max_items:
            yield Unread(way, f"it has {len(items):,} items; only the first {limits.max_items:,} were read")
            return
        try:
            page = _nitf(element) if local(element) == "nitf" else _item(element, limits)
            yield Item(here, page=page)
        except UnreadableReport as error:
            yield Unread(here, str(error), lost=not isinstance(error, OtherKind))
    if not items:
        yield Unread(way, "it holds no news item with a text", lost=document.damage is not None and not document.mended)


def _item(element: Any, limits: Limits) -> Page:
    meta, content = child(element, "itemMeta"), child(element, "contentMeta")
    said, captions, inner = _content(element, limits)
    if not said:
        kind = (_get(_at(meta, "itemClass"), "qcode") or "").rpartition(":")[2]
        other = kind not in {"", "text", "composite"}
        raise (OtherKind if other else UnreadableReport)(
            "the news item has no text; pictures and the like are not read"
        )
    notes = list(_status(meta))
    dated = list(_dates(meta, content))
    published, origin = (dated[0][0], f"NewsML-G2 {dated[0][1]}") if dated else (None, None)
    if published:
        notes.append(Note("published", f"the publication date {published} is the item's ({origin})"))
    notes += [Note("first-version", f"the item was first made on {one}") for one, _ in dated[1:2] if one != published]
    holder = _at(child(element, "rightsInfo"), "copyrightHolder")
    outlet = next(iter(_named(meta, "provider")), None)
    if outlet is None and holder is not None:
        outlet = next(iter(_named(child(element, "rightsInfo"), "copyrightHolder")), None)
        notes.append(Note("outlet", "the outlet is the copyright holder that the item names"))
    language = _get(child(content, "language") if content is not None else None, "tag")
    credit = _first(content, "creditline") or ", ".join(_named(content, "infoSource")) or None
    return Page(
        said, line_of(text(_at(content, "headline"))) or (inner.title if inner else None),
        _by(_at(content, "by")) or ", ".join(_named(content, "creator")) or (inner.byline if inner else None),
        outlet, published, None,
        language or element.get(_XML_LANG), captions, tuple(notes), credit, origin,
    )  # fmt: skip


def _content(element: Any, limits: Limits) -> tuple[str, frozenset[str], Page | None]:
    held = child(element, "contentSet")
    for one in held if held is not None else ():
        if local(one) == "inlineXML":
            nitf = next(one.iter("{*}nitf", "nitf"), None)
            page = _nitf(nitf) if nitf is not None else None
            said, captions = text_of_element(_body(one))
            if said:
                return said, captions, page
        if local(one) == "inlineData" and (one.get("contenttype") or "text/").startswith(
            ("text/", "application/xhtml")
        ):
            value = text(one) or ""
            if "html" in (one.get("contenttype") or ""):
                return *text_of_html(value, limits), None
            if value:
                return value, frozenset(), None
    return "", frozenset(), None


def _nitf(root: Any) -> Page:
    """News Industry Text Format, by itself or within a news item."""
    said, captions = text_of_element(_body(root))
    if not said:
        raise UnreadableReport("the item has no text")
    head, top = child(root, "head"), child(root, "body", "body.head")
    issued = _get(child(head, "docdata", "date.issue") if head is not None else None, "norm")
    headline = child(top, "hedline", "hl1") if top is not None else None
    published = moment(issued)
    notes = (Note("published", f"the publication date {published} is the item's (date.issue)"),) if published else ()
    paper = line_of(_get(_at(head, "pubdata"), "name"))
    holder = line_of(_get(child(head, "docdata", "doc.copyright") if head is not None else None, "holder"))
    if paper is None and holder is not None:
        notes = (*notes, Note("outlet", "the outlet is the copyright holder that the item names"))
    return Page(
        said, line_of(text(headline)) or line_of(text(_at(head, "title"))), _by(_at(top, "byline")), paper or holder,
        published, None, root.get(_XML_LANG), captions, notes, _first(top, "distributor"), "NITF date.issue",
    )  # fmt: skip


def _body(element: Any) -> Any:
    for name in _BODIES:
        found = next(element.iter(f"{{*}}{name}", name), None)
        if found is not None:
            return found
    return element


def _dates(meta: Any, content: Any) -> Iterator[tuple[str, str]]:
    """The times that the item tells: of this version first, since its words are no older. An embargo is none."""
    for part, name in ((meta, "versionCreated"), (meta, "firstCreated"), (content, "contentCreated")):
        found = moment(text(_at(part, name)))
        if found is not None:
            yield found, name


def _status(meta: Any) -> Iterator[Note]:
    code = (_get(_at(meta, "pubStatus"), "qcode") or "").rpartition(":")[2]
    if code in _STATUS:
        yield Note("status", f"the item's status is {_STATUS[code]}: its provider does not stand by it as published")
    embargo = text(_at(meta, "embargoed"))
    if embargo:
        yield Note("embargo", f"the item was embargoed until {' '.join(embargo.split())[:60]}")


def _named(part: Any, name: str) -> list[str]:
    """The names that elements give: a name inside, a literal, or a code's last part."""
    found = []
    for one in children(part, name) if part is not None else ():
        said = line_of(text(child(one, "name"))) or one.get("literal") or (one.get("qcode") or "").rpartition(":")[2]
        if said:
            found.append(said)
    return found


def _at(part: Any, name: str) -> Any:
    return None if part is None else child(part, name)


def _first(part: Any, name: str) -> str | None:
    return line_of(text(_at(part, name)))


def _by(element: Any) -> str | None:
    return by_line(text(element))


def _get(element: Any, attribute: str) -> str | None:
    return None if element is None else element.get(attribute)
