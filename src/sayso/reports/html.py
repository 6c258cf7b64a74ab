"""HTML pages → text and metadata, by trafilatura."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.record.types import Note
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import UnreadableReport, is_iso

_START = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,2000}?-->\s{0,100})?<(?:!doctype html|html|head|body)\b",
    re.I | re.S,
)
_TAG = re.compile(r"<(?:p|div|article|body|h1|title)[\s>]", re.I)
_OPEN = re.compile(r"<(/?)[a-zA-Z][^<>]{0,5000}>")
_LINKED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{10,40})"')
"""schema.org's date in JSON-LD."""
_DECLARED = frozenset(
    {"article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate",
     "publish-date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date",
     "sailthru.date", "publication_date", "article.published"}
)  # fmt: skip
"""Names under which pages declare when they were published, the time of day with it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its prose and its metadata. Plain text is a page that says no more than its text."""

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    captions: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    credit: str | None = None
    """Whom the item's metadata credits."""
    published_from: str | None = "page"
    """What the publication date rests on."""


def looks_like_html(text: str, file: str | None, media: str | None) -> bool:
    """Whether a text is a page: by its start, or by its name or media type and its tags."""
    if _START.match(text[:6000]):
        return True
    named = (file or "").lower().endswith((".html", ".htm", ".xhtml")) or "html" in (media or "").lower()
    return named and bool(_TAG.search(text[:20_000]))


def read_page(html: str, limits: Limits = LIMITS) -> Page:
    """The page's report.

    Raises:
        UnreadableReport: it nests too deeply, or has no prose.
    """
    depth = deepest = 0
    for match in _OPEN.finditer(html):
        depth += -1 if match.group(1) else (not match.group().endswith("/>"))
        deepest = max(deepest, depth)
    if deepest > limits.max_depth:
        raise UnreadableReport(f"its elements nest deeper than {limits.max_depth:,}; no page of a report does")
    from lxml.html import document_fromstring
    from trafilatura import bare_extraction, html2txt
    from trafilatura.utils import load_html

    notes: list[Note] = []
    try:
        tree = load_html(html)
        if tree is None:
            tree = document_fromstring(html.encode("utf-8", "replace"))
        moments = list(_moments(tree, html))
        live = _live_title(tree)
        captions = {" ".join(c.text_content().split()) for c in tree.iter("figcaption")}
        language = tree.get("lang")
        found = bare_extraction(
            tree, with_metadata=True, include_comments=False, include_tables=False, favor_recall=True,
            # Only what the page declares: a date that stands in its prose is not when it was published.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )  # fmt: skip
        text = _clean(getattr(found, "text", None) or "")
        if not text:
            text = _clean(html2txt(html))
            notes.append(Note("whole-page", "no article was made out on the page: all of its text was read"))
    except Exception as error:
        # The page is hostile and the extractor is not ours: whatever it throws, the page cannot be read.
        raise UnreadableReport(f"the page cannot be read ({type(error).__name__}: {str(error)[:100]})") from error
    if found is None or isinstance(found, dict) or not text:
        raise UnreadableReport("no report was found on the page; save the article's own page, or its text")
    missing = sorted(c for c in captions if c and c not in text)
    if missing:
        text = "\n\n".join([text, *missing])
    published = found.date if found.date and is_iso(found.date) else None
    # The extractor tells the day; the page may tell the time and its zone, too.
    published = next((one for one in moments if published and one.startswith(f"{published}T")), published)
    if published:
        notes.append(Note("published", f"the publication date {published} is what the page declares"))
    return Page(
        text, _line(live or found.title), _line(found.author), _line(found.sitename), published, _line(found.url),
        language, frozenset(captions), tuple(notes),
    )  # fmt: skip


def _moments(tree: Any, html: str) -> Iterator[str]:
    """The moments at which the page says that it was published."""
    for element in tree.iter("meta", "time"):
        names = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if names in _DECLARED:
            yield from _moment(element.get("content") or element.get("datetime"))
    for match in _LINKED.finditer(html):
        yield from _moment(match.group(1))


def _moment(told: str | None) -> Iterator[str]:
    found = moment(told)
    if found is not None:
        yield found.replace(" ", "T", 1)


def _live_title(tree: Any) -> str | None:
    """What a live blog is called as a whole: the extractor takes the headline of one of its entries for it."""
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json" or not element.text:
            continue
        try:
            told = json.loads(element.text)
        except (ValueError, RecursionError):
            continue
        some = told if isinstance(told, list) else [told]
        some = [*some, *(one for top in some if isinstance(top, dict) for one in _listed(top.get("@graph")))]
        for one in some:
            if isinstance(one, dict) and "LiveBlogPosting" in _listed(one.get("@type")):
                title = one.get("headline")
                if isinstance(title, str) and title.strip():
                    return title
    return None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _clean(text: str) -> str:
    lines = [line.strip() for line in text.encode("utf-8", "replace").decode("utf-8").split("\n")]
    return "\n\n".join(line for line in lines if line)


def _line(value: str | None) -> str | None:
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split()) or None if value else None
