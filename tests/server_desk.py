"""A server over a small ledger, and its pages as tests read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fastapi.testclient import TestClient

from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.record.types import Record
from sayso.server.app import create_app
from sayso.server.settings import Settings

HOME = "http://localhost"


@contextmanager
def served(ledger: str, records: Iterable[Record] = (), settings: Settings | None = None) -> Iterator[TestClient]:
    """A client of a server over the ledger at ``ledger``, with ``records`` in it."""
    made = open_ledger(ledger, create=True)
    for record in records:
        add(made, record)
    made.close()
    with TestClient(create_app(ledger, settings), base_url=HOME, follow_redirects=False) as client:
        yield client


@dataclass
class Page(HTMLParser):
    """A page as it is read: its text, links, names and headings, and what it would run."""

    source: str
    text: str = ""
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    """Scripts, styles and handlers that stand in the page itself."""
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag not in {"meta", "link", "input", "br", "img", "hr"}:
            self._open.append(tag)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        for name in ("href", "src", "action"):
            # What is only taken by POST is no place to go.
            if given.get(name) and (given.get("method") or "get").lower() == "get":
                self.links.append(given[name] or "")
        self.inline += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style", "title"}:
            return
        self.text += data
        if self.headings and any(re.fullmatch(r"h[1-6]", tag) for tag in self._open):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    def said(self) -> str:
        """Its text with single spaces."""
        return re.sub(r"\s+", " ", self.text)


def page(client: TestClient, path: str, status: int = 200) -> Page:
    """The page at ``path``."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
    assert answer.headers["content-type"].startswith("text/html"), path
    return Page(answer.text)
