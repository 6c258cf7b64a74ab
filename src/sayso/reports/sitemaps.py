"""Sitemaps, with Google's news extension → the addresses of reports."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.reports.fragments import line_of
from sayso.reports.items import Address, Held, Unread, Way
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.moments import moment
from sayso.reports.told import Told
from sayso.reports.xml import Document, child, local, text

ROOTS = {"urlset": "sitemap", "sitemapindex": "sitemap index"}


def read_sitemap(document: Document, way: Way, limits: Limits = LIMITS) -> Iterator[Held]:
    """The addresses that the sitemap lists; ``lastmod`` tells of a page's last change and is no publication date."""
    count = 0
    for element in document.root:
        if local(element) not in {"url", "sitemap"}:
            continue
        count += 1
        here = way.into(None, f"address {count}")
        if count > limits.max_items:
            yield Unread(way, f"only the first {limits.max_items:,} addresses were read")
            return
        url = text(child(element, "loc")) or ""
        if not url.startswith(("http://", "https://")) or not url.isprintable() or len(url) > 4000:
            yield Unread(here, "it has no web address")
            continue
        news = child(element, "news")
        yield Address(
            here,
            url,
            Told(
                published=moment(text(child(news, "publication_date"))) if news is not None else None,
                outlet=line_of(text(child(news, "publication", "name"))) if news is not None else None,
                title=line_of(text(child(news, "title"))) if news is not None else None,
                language=text(child(news, "publication", "language")) if news is not None else None,
            ),
        )
    if not count:
        yield Unread(way, "the sitemap lists no address", lost=document.damage is not None and not document.mended)
