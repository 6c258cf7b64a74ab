"""The page: complete in itself, harmless whatever the report says, and showing what the record says."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from sayso.record.types import Block, Record
from sayso.web.page import link_to, page


class Tree(HTMLParser):
    """What a browser finds: tags with attributes, ids, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._in_style = False
        self.style = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.style += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def test_the_page_shows_what_the_record_says(record: Record) -> None:
    text = Tree(page([record])).text
    for words in (
        "Ferry strikes pier at Port Vell",
        "Not said by the ministry, Vellmar: when the service will resume",
        "Northwire → Jon Aasen → Vellmar",
        "certain, in the negative, past, confirms",
        "dock workers (unnamed), to The Ledger",
        "probable, conditional, likelihood 55–80 %",
        "September 12, year unknown",
        "not resolved: 2 places could be meant",
        "nobody told when it was published",
        "photo credit: Northwire / Pool",
    ):
        assert words in text


def test_every_character_of_the_report_stands_on_the_page_in_order(record: Record) -> None:
    html = re.sub(r'<a class="ref".*?</a>|<span class="role">.*?</span>', "", page([record]))
    shown = re.findall(r'<p class="block".*?</p>', html, re.DOTALL)
    visible = "".join(Tree(paragraph).text.replace(" ", "") for paragraph in shown)
    assert visible == "".join(record.report.text.split())


def test_text_outside_every_block_is_shown_too(record: Record) -> None:
    first, *rest = record.report.blocks
    gap = replace(record, report=replace(record.report, blocks=(Block(first.start, 30, first.role), *rest)))
    assert "nobody was hurt" in Tree(re.findall(r'<section class="text".*?</section>', page([gap]), re.DOTALL)[0]).text


def test_nothing_is_loaded_and_nothing_runs(record: Record, hostile_record: Record) -> None:
    for one in (record, hostile_record):
        tree = Tree(page([one]))
        for tag, attributes in tree.tags:
            assert tag not in {"script", "img", "iframe", "object", "embed", "link", "base", "form", "svg", "math"}
            assert not [name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style"}]
            target = attributes.get("href")
            assert target is None or target.startswith("#") or target == "https://courier.example/ferry"


def test_the_policy_allows_this_style_and_nothing_else(record: Record) -> None:
    tree = Tree(page([record]))
    policy = next(a["content"] for t, a in tree.tags if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(tree.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in tree.style
    assert "@import" not in tree.style


def test_hostile_text_is_shown_as_what_it_is(hostile_record: Record) -> None:
    html = page([hostile_record])
    tree = Tree(html)
    assert "</script><img src=x onerror=alert(1)>" in tree.text
    assert "{{ 7*7 }}" in tree.text
    assert "<img" not in html
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_hostile_ids_reach_no_attribute(hostile_record: Record) -> None:
    evil = '"><script>alert(1)</script>'
    hostile = replace(
        hostile_record,
        statements=tuple(replace(s, id=evil) for s in hostile_record.statements),
        silences=tuple(replace(s, id=evil + "n") for s in hostile_record.silences),
        claims=tuple(replace(c, id=evil + c.id, statement=c.statement and evil) for c in hostile_record.claims),
    )
    tree = Tree(page([hostile]))
    assert not [tag for tag, _ in tree.tags if tag == "script"]
    assert all("alert" not in str(a.get("id")) + str(a.get("class")) + str(a.get("href")) for _, a in tree.tags)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "https://", "file:///etc/passwd",
     "https://x.example/\njavascript:", "java\tscript:alert(1)", "http://[::1", "vbscript:x", " https://x.example", ""],
)  # fmt: skip
def test_only_web_addresses_can_be_followed(url: str) -> None:
    assert link_to(url) is None


def test_web_addresses_can_be_followed() -> None:
    assert link_to("https://x.example/a?b=c&d#e") == "https://x.example/a?b=c&d#e"
    assert link_to(None) is None


def test_every_link_within_the_page_has_its_target_and_ids_are_unique(record: Record, hostile_record: Record) -> None:
    tree = Tree(page([record, hostile_record, record]))
    ids = [a["id"] for _, a in tree.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"])[1:] for _, a in tree.tags if str(a.get("href", "")).startswith("#")}
    assert targets <= set(ids)


def test_overlapping_parts_are_marked_together(record: Record) -> None:
    html = page([record])
    # Jon Aasen said [Vellmar had promised that “every hull” would be checked]: s3 lies in what s2 says.
    assert re.search(r'<span class="content source [^"]*">Vellmar</span>', html)
    assert re.search(r'<span class="content deep [^"]*">“every hull” would be checked</span>', html)


def test_the_same_records_give_the_same_page(record: Record, hostile_record: Record) -> None:
    assert page([record, hostile_record]) == page([record, hostile_record])


def test_a_report_without_anything_is_a_page(record: Record) -> None:
    empty = Record(replace(record.report, text="", blocks=(), title=None, file=None, url=None))
    assert "Untitled report" in Tree(page([empty])).text
