"""The formats of ``sayso export``, for the pages' links: of what the filter lets through, as a file to keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from sayso.exchange import FORMATS, Case, Format
from sayso.web.casefile import casefile
from sayso.web.harmless import harmless

_SUFFIX = {
    "jsonl": "jsonl", "annotation": "jsonld", "schemaorg": "jsonld", "plover": "json", "geojson": "geojson",
    "ical": "ics", "timelinejs": "json", "misp": "json", "ftm": "jsonl", "ftm-statements": "jsonl", "brief": "md",
}  # fmt: skip
_MEDIA = {
    "jsonl": "application/jsonl", "jsonld": "application/ld+json", "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8", "zip": "application/zip",
}  # fmt: skip
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The time of files in an archive, so that the same case gives the same bytes."""


def formats() -> dict[str, Format]:
    """The formats by their names: those for other tools, and the pages that people read."""
    return {**FORMATS, "casefile": Format("pages to read, without scripts", folder=casefile)}


def written(name: str, case: Case) -> tuple[bytes, str, str]:
    """A case in a format: its bytes, their media type, and how the file's name ends.

    Raises:
        MissingPackageError: the format needs a package that is not installed.
    """
    to = formats()[name]
    if to.folder is not None:
        return _archive(to.folder(case)), _MEDIA["zip"], "zip"
    assert to.write is not None
    text = to.write(case)
    suffix = _SUFFIX.get(name, "json")
    return (harmless(text) if to.shown else text).encode("utf-8", "replace"), _MEDIA[suffix], suffix


def _archive(files: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
            archive.writestr(zipfile.ZipInfo(name, _FIRST), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
