"""The formats by their names; ``docs/exchange.md`` has a paragraph on each, which a test checks.

The case file is made in ``sayso.web``, where the pages are; the command line puts it beside these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sayso.exchange import (
    annotation,
    brat,
    brief,
    citron,
    ftm,
    geojson,
    ical,
    jsonlines,
    misp,
    parquet,
    plover,
    schemaorg,
    tables,
    timelinejs,
)
from sayso.exchange.case import Case


@dataclass(frozen=True, slots=True)
class Format:
    """One way out."""

    what: str
    """In a few words, for the help."""
    write: Callable[[Case], str] | None = None
    """Writes one file."""
    folder: Callable[[Case], Mapping[str, str | bytes]] | None = None
    """Or a folder of files, by their names; just one of the two is set."""
    shown: bool = False
    """Whether people read it as it is, so that what would steer a terminal has to be made harmless."""


FORMATS: dict[str, Format] = {
    "jsonl": Format("the records, one a line: the contract", jsonlines.write),
    "csv": Format("tables with a Data Package descriptor", folder=tables.write),
    "parquet": Format("the same tables as Parquet", folder=parquet.write),
    "annotation": Format("W3C Web Annotations", annotation.write),
    "schemaorg": Format("schema.org JSON-LD with PROV-O", schemaorg.write),
    "brat": Format("brat standoff", folder=brat.write),
    "citron": Format("Citron's quotes", folder=citron.write),
    "plover": Format("PLOVER events", plover.write),
    "geojson": Format("GeoJSON places", geojson.write),
    "ical": Format("iCalendar: what is scheduled, announced or called off", ical.write),
    "timelinejs": Format("TimelineJS slides", timelinejs.write),
    "misp": Format("a MISP event with Admiralty and estimative tags", misp.write),
    "ftm": Format("FollowTheMoney entities", ftm.write),
    "ftm-statements": Format("FollowTheMoney statements, each with its place in a report", ftm.write_statements),
    "brief": Format("one page of Markdown with footnotes to the exact words", brief.write, shown=True),
}
