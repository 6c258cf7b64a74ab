"""JSON → reports: ninjs (IPTC), and objects whose fields somebody maps, one a line or in a list."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, Protocol

from sayso.record.types import Note
from sayso.reports.fragments import by_line, has_markup, line_of, text_of_html
from sayso.reports.html import Page, looks_like_html, read_page
from sayso.reports.items import Held, Item, Unread, Way
from sayso.reports.lean import lean
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment, since_1970
from sayso.reports.told import OtherKind, UnreadableReport

FIELDS = ("text", "title", "url", "published", "outlet", "byline", "language", "credit", "id")
"""What a field map can name."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "maintext",
        "body_text",
        "body_html",
        "content_html",
        "content_text",
        "html",
    ),
    "title": ("title", "headline"),
    "url": ("url", "link", "uri"),
    "published": (
        "published",
        "date",
        "published_at",
        "publication_date",
        "date_publish",
        "date_published",
        "pubDate",
        "publishedAt",
        "datePublished",
    ),
    "outlet": ("outlet", "publisher", "source", "source_domain", "site"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
    "credit": ("credit",),
    "id": ("id", "guid"),
}
"""The fields that are looked for where nobody told a map, the first that has a value."""
_NINJS = frozenset({"body_text", "body_html", "body_xhtml", "bodies", "versioncreated", "headlines", "infosource"})


def read_json(data: bytes, way: Way, fields: Mapping[str, str], limits: Limits = LIMITS) -> Iterator[Held]:
    """The reports in a JSON document: one object, or a list of them, also under ``items`` as in a JSON Feed, or as the
    only list of objects that there is, as in what services answer.
    """
    value, feed = _loads(data), None
    if isinstance(value, dict) and not _is_ninjs(value):
        if isinstance(value.get("items"), list):
            feed, value = _text_at(value, "title"), value["items"]
        elif not any(_text_at(value, path) for path in ((fields["text"],) if "text" in fields else USUAL["text"])):
            value = _only_list(value) or value
    if isinstance(value, dict):
        yield _item(value, way, fields, limits)
        return
    if not isinstance(value, list):
        raise UnreadableReport("it is JSON without an object in it; a report is an object with a text")
    for i, one in enumerate(value, 1):
        if i > limits.max_items:
            yield Unread(way, f"it has {len(value):,} items; only the first {limits.max_items:,} were read")
            return
        held = _item(one, way.into(None, f"item {i}"), fields, limits)
        if feed and isinstance(held, Item) and held.page is not None and held.page.outlet is None:
            held = replace(held, page=replace(held.page, outlet=line_of(feed)))
        yield held


def _only_list(value: dict[str, Any], deeper: bool = True) -> list[Any] | None:
    """The list of objects in an answer: ``{"status": "ok", "articles": […]}``, ``{"response": {"docs": […]}}``."""
    found = [one for one in value.values() if isinstance(one, list) and one and all(isinstance(o, dict) for o in one)]
    if not found and deeper:
        inner = [_only_list(one, False) for one in value.values() if isinstance(one, dict)]
        found = [one for one in inner if one is not None]
    return found[0] if len(found) == 1 else None


class Lines(Protocol):
    """What has lines."""

    def readline(self, size: int, /) -> bytes:
        """The next line, or as much of it; nothing at the end."""


class _Utf8:
    """The lines of a file in UTF-16, which PowerShell writes, in UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-16", errors="replace", newline="\n")

    def readline(self, size: int, /) -> bytes:
        """The next line, or as much of it; nothing at the end."""
        return self._text.readline(size).encode("utf-8", "replace")


def lines_of(file: BinaryIO) -> Lines:
    """The lines of a file that is at its beginning, whichever way JSON lines are encoded."""
    head = file.peek(2)[:2] if isinstance(file, io.BufferedReader) else b""
    return _Utf8(file) if head in {b"\xff\xfe", b"\xfe\xff"} else file


def read_lines(file: BinaryIO, way: Way, fields: Mapping[str, str], limits: Limits = LIMITS) -> Iterator[Held]:
    """The reports in JSON lines, one at a time; a bad line costs itself."""
    number = 0
    lines = lines_of(file)
    while line := lines.readline(limits.max_bytes + 1):
        number += 1
        if len(line) > limits.max_bytes:
            while line and not line.endswith(b"\n"):
                line = lines.readline(65536)
            yield Unread(way.into(None, f"line {number}"), f"the line is longer than {limits.max_bytes:,} bytes")
            continue
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not line:
            continue
        here = way.into(None, f"line {number}")
        try:
            value = _loads(line)
        except UnreadableReport as error:
            yield Unread(here, str(error))
            continue
        yield _item(value, here.of(line), fields, limits)


def is_lines(head: bytes) -> bool:
    """Whether the beginning of a file is JSON lines: its first line is an object that is whole, and more follows."""
    first, end, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not end or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(_loads(first.strip()), dict)
    except UnreadableReport:
        return False


def is_report(data: bytes) -> bool:
    """Whether JSON text is a report or reports, rather than a text that begins with a bracket."""
    try:
        return isinstance(_loads(data), dict | list)
    except UnreadableReport:
        return False


def _loads(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig", "strict") if not data.startswith((b"\xff", b"\xfe")) else data)
    except RecursionError as error:
        raise UnreadableReport("its values nest too deeply") from error
    except ValueError as error:
        raise UnreadableReport(f"this is no JSON: {str(error)[:200]}") from error


def _item(value: Any, way: Way, fields: Mapping[str, str], limits: Limits) -> Held:
    try:
        if not isinstance(value, dict):
            raise UnreadableReport("an object was expected")
        ninjs = not fields and _is_ninjs(value)
        return _ninjs(value, way, limits) if ninjs else _mapped(value, way, fields, limits)
    except UnreadableReport as error:
        return Unread(way, str(error), lost=not isinstance(error, OtherKind))


def _mapped(value: dict[str, Any], way: Way, fields: Mapping[str, str], limits: Limits) -> Item:
    texts = (fields["text"],) if "text" in fields else () if fields else USUAL["text"]

    def of(name: str) -> str | None:
        paths = (fields[name],) if name in fields else USUAL[name]
        return next((said for path in paths if (said := _text_at(value, path))), None)

    said = next((said for path in texts if (said := _paragraphs(_at(value, path)))), None)
    if said is None:
        wanted = fields.get("text") or ", ".join(USUAL["text"])
        raise UnreadableReport(f"it has no text in {wanted}; name the field with --map text=FIELD")
    page = _body(said, limits)
    url = of("url")
    url = url if url and url.startswith(("http://", "https://")) else None
    dates = [_at(value, path) for path in ((fields["published"],) if "published" in fields else USUAL["published"])]
    date = next((one for one in dates if one not in (None, "")), None)
    told, counted = _said(date) or (None if date is None else str(date)), since_1970(date)
    published = counted or moment(told)
    where = "JSON field, counted from 1970" if counted else "JSON field"
    notes = [*(n for n in page.notes if n.code != "published"), *_dated(told, published, where)]
    origin = f"JSON field {fields.get('published', 'by its usual name')}" if published else page.published_from
    made = Page(
        page.text, line_of(of("title")) or page.title, line_of(of("byline")) or page.byline,
        line_of(of("outlet")) or page.outlet, published or page.published, url or page.url,
        of("language") or page.language, page.captions, tuple(notes), line_of(of("credit")), origin,
    )  # fmt: skip
    named = of("id")
    here = replace(way, member=f"{way.member} ({named[:200]})") if named and way.member else way
    return Item(here, page=made)


def _is_ninjs(value: dict[str, Any]) -> bool:
    """An item must have a ``uri``; what else it has tells it from other objects that have one."""
    keys = {key.lower() for key in value}
    return "uri" in keys and bool(keys & _NINJS)


def _ninjs(told: dict[str, Any], way: Way, limits: Limits) -> Item:
    # Version 3 writes as versionCreated what the others write as versioncreated.
    value = {key.lower(): one for key, one in told.items()}
    bodies = [
        (str(one.get("contentType") or one.get("contenttype") or one.get("role") or ""), one["value"])
        for one in _objects(value.get("bodies"))
        if isinstance(one.get("value"), str)
    ]
    pages = [value.get("body_html"), value.get("body_xhtml"), *(said for kind, said in bodies if "html" in kind)]
    texts = [value.get("body_text"), *(said for kind, said in bodies if "plain" in kind or "/" not in kind)]
    html = next((one for one in pages if isinstance(one, str) and one.strip()), None)
    plain = next((one for one in texts if isinstance(one, str) and one.strip()), None)
    body, captions = text_of_html(html, limits) if html is not None else (plain or "", frozenset())
    notes: list[Note] = []
    if not body:
        described = [one.get("value") for one in _objects(value.get("descriptions"))]
        body = _text_at(value, "description_text") or next((d for d in described if isinstance(d, str)), "")
        other = value.get("type", "text") not in {"text", "composite"}
        if not body or other:
            raise (OtherKind if other else UnreadableReport)(
                f"the ninjs item of type {str(value.get('type'))[:40]!r} has no text"
            )
        notes.append(Note("summary", "the item has a description only, and no body"))
    published, name = _version(value, notes)
    headlines = [str(one["value"]) for one in _objects(value.get("headlines")) if one.get("value")]
    origins = _objects(value.get("infosource")) + _objects(value.get("infosources"))
    sources = [str(one["name"]) for one in origins if one.get("name")]
    holder = _line(value, "copyrightholder")
    if holder:
        notes.append(Note("outlet", "the outlet is the copyright holder that the item names"))
    if value.get("pubstatus") in {"canceled", "withheld"}:
        notes.append(Note("status", f"the item's status is {value['pubstatus']}: its provider does not stand by it"))
    if isinstance(value.get("embargoed"), str):
        notes.append(Note("embargo", f"the item was embargoed until {value['embargoed'][:60]}"))
    uri = value.get("uri")
    link = uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None
    page = Page(
        body, _line(value, "headline") or line_of(next(iter(headlines), None)) or _line(value, "title"),
        by_line(_text_at(value, "byline") or _text_at(value, "by")), holder, published, link,
        _text_at(value, "language"), captions, tuple(notes),
        _line(value, "source") or ", ".join(sources) or _line(value, "creditline") or holder, name,
    )  # fmt: skip
    here = replace(way, member=f"{way.member} ({uri[:200]})") if isinstance(uri, str) and way.member else way
    return Item(here.into("ninjs"), page=page)


def _version(value: dict[str, Any], notes: list[Note]) -> tuple[str | None, str | None]:
    """When this version was made, since its words are no older; the first version's time is a note."""
    found = [(key, moment(_text_at(value, key))) for key in ("versioncreated", "firstcreated", "contentcreated")]
    dated = [(key, when) for key, when in found if when is not None]
    if not dated:
        return None, None
    key, when = dated[0]
    notes.append(Note("published", f"the publication date {when} is the item's (ninjs {key})"))
    notes += [Note("first-version", f"the item was first made on {one}") for name, one in dated[1:2] if one != when]
    return when, f"ninjs {key}"


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _line(value: dict[str, Any], key: str) -> str | None:
    return line_of(_text_at(value, key))


def _dated(told: str | None, published: str | None, where: str) -> Iterator[Note]:
    if published:
        yield Note("published", f"the publication date {published} is the item's ({where})")
    elif told:
        yield Note("published", f"{told[:60]!r} is no date that is understood ({where})")


def _body(said: str, limits: Limits) -> Page:
    if looks_like_html(said, None, None):
        return read_page(lean(said, limits.max_characters), limits)
    if said.lstrip().startswith("<") and has_markup(said):
        text, captions = text_of_html(said, limits)
        return Page(text, captions=captions)
    return Page(said)


def _text_at(value: Any, path: str) -> str | None:
    """The text at a path of keys with dots between; a list of texts is joined."""
    return _said(_at(value, path))


def _paragraphs(found: Any) -> str | None:
    """A text that may be told as a list of its paragraphs."""
    if isinstance(found, list) and found and all(isinstance(one, str) for one in found):
        return "\n\n".join(one.strip() for one in found if one.strip()) or None
    return _said(found)


def _at(value: Any, path: str) -> Any:
    if isinstance(value, dict) and path in value:
        return value[path]
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


def _said(found: Any) -> str | None:
    if isinstance(found, list):
        named = [one.get("name") if isinstance(one, dict) else one for one in found]
        found = ", ".join(map(str, named)) if named and all(isinstance(one, str) for one in named) else None
    if isinstance(found, dict) and isinstance(found.get("name"), str):
        found = found["name"]
    return found if isinstance(found, str) and found.strip() else None
