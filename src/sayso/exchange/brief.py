"""A one-page brief in Markdown: what is on record, on whose word, with footnotes to the exact words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.exchange.case import Case, Filed, Json, words
from sayso.record.types import Claim

MOST = 12
"""Points, claims or silences on the page; how many more there are is said."""
NOTES = 4
"""Footnotes to one point."""
SHOWN = 240
"""Characters of a claim or a silence on the page; its footnote has all its words."""
QUOTED = 2000
"""Characters in a footnote: more than a sentence has, less than a hostile one."""

_SIGNS = re.compile(r"[\\`*_{}\[\]#|~$^]|:(?=//)")


def write(case: Case) -> str:
    """The page."""
    page = _Page(case)
    body = list(page.body())
    return "\n".join([*body, *page.footnotes, ""])


def plain(text: str) -> str:
    """``text`` on one line, in which nothing is markup: neither Markdown's nor HTML's."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"(?i)\bwww\.", r"www\\.", _SIGNS.sub(r"\\\g<0>", line))


class _Page:
    """The page as it grows: footnotes are numbered as they are first called for."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._numbers: dict[str, int] = {}
        self.footnotes: list[str] = []

    def body(self) -> Iterator[str]:
        case = self._case
        yield f"# {plain(case.title)}"
        yield ""
        days = sorted((f.record.report.published or "")[:10] for f in case.filed if f.record.report.published)
        when = f", published {days[0]}" if days else ""
        when += f" to {days[-1]}" if days and days[0] != days[-1] else ""
        count = len(case.filed)
        yield plain(
            f"From {count} report{'' if count == 1 else 's'}{when}. What is said, and on whose word; not what is true."
        )
        yield ""
        yield "## What is on record"
        yield ""
        yield from self._points() if case.points else self._claims()
        silences = [(filed, q) for filed in case.filed for q in filed.record.silences]
        if silences:
            yield "## Said not to have been said"
            yield ""
            for filed, q in silences[:MOST]:
                note = self._note(filed, q.id, q.span.text, q.span.start, q.span.end, filed.record.report.outlet or "")
                yield f"- “{plain(_short(q.span.text))}”{note}"
            yield from _more(len(silences), "silence")
            yield ""

    def _points(self) -> Iterator[str]:
        for point in self._case.points[:MOST]:
            supports = [c for c in point["claims"] if c["relation"] == "supports"]
            against = [c for c in point["claims"] if c["relation"] == "contradicts"]
            # The words of independent origins first: echoes are of use only where there is nothing else.
            supports.sort(key=lambda c: (c["superseded"], c["independence"] != "independent"))
            said = point["credibility"]
            held = f"Admiralty credibility {said['suggested']} suggested: {plain(said['reason'])}"
            yield f"- **{plain(_short(point['text']))}**{self._notes(supports)} – {held}."
            if against:
                yield f"  Contradicted by: {self._named(against)}."
            for change in point["changes"][:NOTES]:
                before, after = (plain(span["text"]) for span in change["spans"])
                yield f"  Changed ({plain(change['on'])}): “{before}” became “{after}”."
        yield from _more(len(self._case.points), "point")
        yield ""

    def _claims(self) -> Iterator[str]:
        said = [
            (filed, claim)
            for filed in self._case.filed
            for claim in filed.record.claims
            if (s := filed.said_by(claim)) is not None and s.kind != "attitude"
        ]
        for filed, claim in said[:MOST]:
            yield f"- **{plain(filed.way(claim))}**: {plain(_short(words(claim.spans)))}{self._of_claim(filed, claim)}"
        yield from _more(len(said), "claim")
        yield ""

    def _notes(self, claims: list[Json]) -> str:
        return "".join(self._of_ref(c["claim"]) for c in claims[:NOTES])

    def _named(self, claims: list[Json]) -> str:
        return "; ".join(
            plain(c["origin"]["name"] or "somebody unnamed") + self._of_ref(c["claim"]) for c in claims[:NOTES]
        )

    def _of_ref(self, ref: str) -> str:
        report, _, part = ref.rpartition("/")
        filed = self._case.by_id.get(report)
        claim = filed.claims.get(part) if filed else None
        return self._of_claim(filed, claim) if filed and claim else ""

    def _of_claim(self, filed: Filed, claim: Claim) -> str:
        start, end = min(s.start for s in claim.spans), max(s.end for s in claim.spans)
        return self._note(filed, claim.id, words(claim.spans), start, end, filed.way(claim))

    def _note(self, filed: Filed, part: str, said: str, start: int, end: int, way: str) -> str:
        ref = filed.ref(part)
        if ref not in self._numbers:
            self._numbers[ref] = len(self._numbers) + 1
            report = filed.record.report
            label = plain(filed.label)
            address = re.sub(r"[()\\<>*_]", lambda m: f"%{ord(m[0]):02X}", filed.link) if filed.link else None
            shown = f"[{label}]({address})" if address else label
            told = ", ".join(part for part in (plain(way), (report.published or "")[:10]) if part)
            self.footnotes.append(
                f"[^{self._numbers[ref]}]: {told}: “{plain(_short(said, QUOTED))}” ({shown}, characters {start}–{end})"
            )
        return f"[^{self._numbers[ref]}]"


def _short(said: str, most: int = SHOWN) -> str:
    return said if len(said) <= most else said[:most].rstrip() + " …"


def _more(count: int, what: str) -> Iterator[str]:
    if count > MOST:
        yield f"- … and {count - MOST} more {what}{'' if count - MOST == 1 else 's'}, which this page has no room for"
    elif not count:
        yield f"No {what}."
