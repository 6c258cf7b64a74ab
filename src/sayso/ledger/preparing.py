"""What can be done for a report before the ledger is asked, whether one is added or many."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from sayso.ledger.digest import Digest, pack
from sayso.ledger.names import normal
from sayso.ledger.propositions import digest_of
from sayso.ledger.vectors import Vector, vector_of
from sayso.ledger.vectors import pack as pack_vector
from sayso.record.types import Record

TSVECTOR = 500_000
"""Characters that PostgreSQL makes a tsvector of: it holds a megabyte at most."""
_COLUMNS = ("file", "outlet", "published", "title", "url")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with all that the ledger works out from it alone; small, since it may come from another process."""

    content: str
    told: str
    """:func:`sayso.ledger.adding.told_key` of what was told when it was read."""
    id: str
    outlet: str | None
    columns: tuple[tuple[str, str | None], ...]
    """What else the table of reports has of it."""
    day: int
    """The day it was published; 0 where that is not known."""
    keys: tuple[tuple[str, str], ...]
    vector: Vector
    record: bytes
    digest: bytes
    packed_vector: bytes
    body: str
    """The words that it can be searched for."""


def prepare(record: Record, written: str, told: str) -> Prepared:
    """What can be done before the ledger is asked.

    Args:
        written: the record's JSON, as :func:`sayso.record.contract.dumps` writes it.
    """
    content = clean(record.report.id) or ""
    name = report_id(content, record.report.outlet)
    digest = replace(digest_of(record), id=name)
    vector = vector_of(record)
    return Prepared(
        content,
        told,
        name,
        digest.outlet,
        tuple((column, clean(getattr(digest, column))) for column in _COLUMNS),
        vector_day(digest),
        tuple(keys_of(digest)),
        vector,
        zlib.compress(written.encode("utf-8", "surrogatepass"), 6),
        pack(digest),
        pack_vector(vector),
        clean(f"{record.report.title or ''}\n{record.report.text}") or "",
    )


def report_id(content: str, outlet: str | None) -> str:
    """A report's id in the ledger: its content's, and its outlet's, since two may publish the same words."""
    if not outlet:
        return content
    return f"{content}.{blake2b(normal(outlet).encode('utf-8', 'replace'), digest_size=3).hexdigest()}"


def vector_day(digest: Digest) -> int:
    """The day a report was published, as a number; 0 where it is not known."""
    try:
        return date.fromisoformat((digest.published or "")[:10]).toordinal()
    except ValueError:
        return 0


def keys_of(digest: Digest) -> list[tuple[str, str]]:
    """What a report is found by, kind and key."""
    found = {("outlet", normal(digest.outlet or ""))}
    found |= {("person", name) for name in digest.persons}
    found |= {("place", place) for place in digest.places}
    found |= {("type", kind) for kind in digest.types}
    for said in digest.claims:
        found |= {
            ("source", normal(name)) for name in (said.voice.name, *said.voice.between, said.voice.told_to) if name
        }
    return sorted({(kind, (clean(key) or "")[:200]) for kind, key in found if key})


def clean(text: str | None) -> str | None:
    """``text`` as both databases take it: without NUL, and without what is no character."""
    return None if text is None else text.replace("\x00", " ").encode("utf-8", "replace").decode()
