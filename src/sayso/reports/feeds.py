"""RSS (0.9x, 1.0, 2.0) and Atom → a report an item, where the feed has its text; else its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from sayso.record.types import Note
from sayso.reports.fragments import has_markup, line_of, text_of_element, text_of_html
from sayso.reports.html import Page
from sayso.reports.items import Address, Held, Item, Unread, Way
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import Told, UnreadableReport
from sayso.reports.xml import Document, child, children, local, space, text

ROOTS = {"rss": "rss", "RDF": "rss", "feed": "atom"}
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ADDRESS = re.compile(r"\s*[^\s@()]{1,100}@[^\s@()]{1,100}\s*\(([^()]{1,200})\)\s*$")
"""RSS's author: 'desk@ledger.example (Ada Mill)'."""
_CUT = "the feed breaks off or is damaged; this item, its last, may not be whole"
_MAIL = re.compile(r"\s*[^\s@]{1,100}@[^\s@]{1,100}\s*$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one item says, whichever format it is in."""

    title: str | None
    link: str | None
    body: tuple[str, frozenset[str]] | None
    summary: tuple[str, frozenset[str]] | None
    published: str | None
    published_from: str | None
    byline: str | None
    source: str | None
    credit: str | None
    language: str | None
    notes: tuple[Note, ...] = ()


def read_feed(document: Document, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """What the feed holds, in its order."""
    root = document.root
    atom = local(root) == "feed"
    channel = root if atom else child(root, "channel")
    head = channel if channel is not None else root
    name = line_of(text(child(head, "title")))
    language = text(child(head, "language")) or root.get(_XML_LANG)
    base = _base(root, head)
    # What breaks off does so in its last item, of which an address may be cut, too.
    broken = document.damage is not None and not document.mended
    # RSS 1.0 has its items beside the channel.
    found = [*children(head, "entry" if atom else "item"), *(() if atom or head is root else children(root, "item"))]
    for i, element in enumerate(found, 1):
        here = way.into(None, _label(element, i))
        if i > limits.max_items:
            yield Unread(way, f"it has {len(found):,} items; only the first {limits.max_items:,} were read")
            return
        try:
            entry = _atom(element, base, limits) if atom else _rss(element, base, limits)
            if broken and i == len(found):
                entry = replace(entry, link=None, notes=(*entry.notes, Note("cut", _CUT)))
            yield _held(entry, here, name, language)
        except UnreadableReport as error:
            yield Unread(here, str(error))
    if not found:
        yield Unread(way, "the feed has no items", lost=document.damage is not None and not document.mended)


def _held(entry: _Entry, way: Way, feed: str | None, language: str | None) -> Held:
    told, notes = entry.body, list(entry.notes)
    if told is None or not told[0]:
        told = entry.summary
        if told is not None and told[0]:
            notes.append(Note("summary", "the feed gives a summary only; the whole report is at its address"))
    said, captions = told or ("", frozenset())
    if not said or said == entry.title:
        if entry.link is None:
            raise UnreadableReport("the item has neither a text nor an address")
        known = Told(published=entry.published, outlet=entry.source or feed, title=entry.title)
        return Address(way, entry.link, known)
    if entry.published is not None:
        notes.append(
            Note("published", f"the publication date {entry.published} is the feed's ({entry.published_from})")
        )
    if entry.source and feed and entry.source != feed:
        notes.append(Note("feed", f"it came through the feed of {feed}, which names {entry.source} as its source"))
    page = Page(
        said, entry.title, entry.byline, entry.source or feed, entry.published, entry.link,
        entry.language or language, captions, tuple(notes), entry.credit, entry.published_from,
    )  # fmt: skip
    return Item(way, page=page)


def _label(element: Any, number: int) -> str:
    said = text(child(element, "guid")) or text(child(element, "id"))
    return f"item {number}" + (f" ({' '.join(said.split())[:200]})" if said else "")


def _base(root: Any, head: Any) -> str | None:
    """What the addresses of a feed are relative to: its site, or itself."""
    links = [one for name in ("alternate", "self") for one in children(head, "link") if one.get("rel") == name]
    found = [text(next(children(head, "link", space(head)), None)), *(one.get("href") for one in links)]
    return next((one for one in (root.base, *found) if one and one.startswith(("http://", "https://"))), None)


def _rss(element: Any, base: str | None, limits: Limits) -> _Entry:
    body = _piece(text(next(children(element, "encoded", _CONTENT), None)), limits)
    summary = _piece(text(next(_own(element, "description"), None)), limits)
    guid = child(element, "guid")
    link = text(next(_own(element, "link"), None))
    if link is None and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = text(guid)
    published, origin = _first(element, (("pubDate", None), ("date", _DUBLIN)), "RSS")
    author = text(next(children(element, "creator", _DUBLIN), None)) or text(next(_own(element, "author"), None))
    source = line_of(text(next(_own(element, "source"), None)))
    return _Entry(
        line_of(text(next(_own(element, "title"), None))), _web(link, element.base or base), body, summary,
        published, origin, _person(author), source, _credit(element) or source,
        text(next(children(element, "language", _DUBLIN), None)),
    )  # fmt: skip


def _atom(element: Any, base: str | None, limits: Limits) -> _Entry:
    link = next((one for one in children(element, "link") if one.get("rel", "alternate") == "alternate"), None)
    address = _web(link.get("href"), link.base or base) if link is not None else None
    published, origin = _first(element, (("published", None), ("issued", None)), "Atom")
    notes: tuple[Note, ...] = ()
    if published is None:
        published, origin = _first(element, (("updated", None), ("modified", None)), "Atom")
        if published is not None:
            notes = (Note("updated", "the feed tells only when the item was last changed; that is taken for its date"),)
    source = _construct(child(element, "source", "title"), limits)
    people = [name for one in children(element, "author") if (name := line_of(text(child(one, "name"))))]
    title = _construct(child(element, "title"), limits)
    name = " ".join(source[0].split()) if source else None
    return _Entry(
        " ".join(title[0].split()) or None if title else None, address,
        _construct(child(element, "content"), limits), _construct(child(element, "summary"), limits),
        published, origin, ", ".join(people) or None, name, _credit(element) or name, element.get(_XML_LANG), notes,
    )  # fmt: skip


def _own(element: Any, name: str) -> Iterator[Any]:
    """Children in the feed's own namespace: Media RSS and iTunes have titles and descriptions, too."""
    return children(element, name, space(element))


def _first(element: Any, names: tuple[tuple[str, str | None], ...], kind: str) -> tuple[str | None, str | None]:
    for name, namespace in names:
        for one in children(element, name, space(element) if namespace is None else namespace):
            found = moment(text(one))
            if found is not None:
                return found, f"{kind} {name}"
    return None, None


def _credit(element: Any) -> str | None:
    for name, namespace in (("source", _DUBLIN), ("publisher", _DUBLIN), ("copyright", _MEDIA)):
        found = line_of(text(next(children(element, name, namespace), None)))
        if found:
            return found
    return None


def _person(value: str | None) -> str | None:
    found = _ADDRESS.match(value or "")
    if found is not None:
        return line_of(found.group(1))
    # An address alone is nobody's name.
    return None if value is None or _MAIL.match(value) else line_of(value)


def _web(link: str | None, base: str | None) -> str | None:
    link = (link or "").strip()
    if link and base and not link.startswith(("http://", "https://")):
        with suppress(ValueError):
            link = urljoin(base, link)
    return link if link.startswith(("http://", "https://")) and len(link) < 4000 and link.isprintable() else None


def _piece(value: str | None, limits: Limits) -> tuple[str, frozenset[str]] | None:
    """RSS does not tell text from HTML."""
    if value is None:
        return None
    return text_of_html(value, limits) if has_markup(value) else (value, frozenset())


def _construct(element: Any, limits: Limits) -> tuple[str, frozenset[str]] | None:
    """An Atom text construct (RFC 4287, 3.1): text, html or xhtml."""
    if element is None:
        return None
    kind = element.get("type", "text")
    # 'CDATA' is no type of Atom's, but a library that many use (feedgen) writes it.
    if kind in {"html", "text/html", "CDATA"}:
        return text_of_html(text(element) or "", limits)
    if kind in {"xhtml", "application/xhtml+xml"} or len(element):
        return text_of_element(element)
    if element.get("src") is not None or (kind != "text" and not kind.startswith("text/")):
        # What is elsewhere, or is no text.
        return None
    return text(element) or "", frozenset()
