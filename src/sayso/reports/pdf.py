"""PDF → text, by pypdf (the extra ``pdf``).

In a process of its own, that can be stopped: a page can ask for endless work.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

from sayso.record.types import Note
from sayso.reports.html import Page
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.pdf_pages import text_of, without_running_lines
from sayso.reports.told import UnreadableReport

_END = re.compile(r"[.!?:][\"'”’)\]]{0,2}$")
_DIVIDED = re.compile(r"([^\W\d_]{2,40})[-\u2010\u00ad]$")
_GOES_ON = re.compile(r"[^\W\d_]{1,40}")
_NOBODY = frozenset({
    "", "untitled", "anonymous", "(anonymous)", "unspecified", "(unspecified)", "unknown", "none", "author", "user",
    "admin", "administrator", "owner", "microsoft office user", "title", "document", "default",
})  # fmt: skip
"""What programs write where nobody told a title or an author."""
_FILE_NAME = re.compile(r"(?i)^microsoft word - |\.(?:docx?|odt|rtf|indd|qxp?d?|pptx?|pages|pdf|tex)$")
_FULL = 0.75
"""A line that is shorter than this much of the usual line, and ends a sentence, ends a paragraph."""


def read_pdf(data: bytes, limits: Limits = LIMITS) -> Page:
    """The text of a PDF. Its own dates tell when the file was made, and are not taken for the publication.

    Raises:
        UnreadableReport: it cannot be read, has no text, or takes too long; or pypdf is not installed.
    """
    settings = json.dumps({"pages": limits.max_pages, "characters": 2 * limits.max_characters})
    try:
        # -P: nothing is imported from the folder that happens to be the current one.
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own module)
            [sys.executable, "-P", "-m", "sayso.reports.pdf", settings],
            input=data, capture_output=True, timeout=limits.max_pdf_seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableReport(f"the PDF takes longer than {limits.max_pdf_seconds:g} seconds") from error
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise UnreadableReport("the PDF cannot be read: its reader gave up") from error
    if "problem" in said:
        raise UnreadableReport(str(said["problem"]))
    pages, running = without_running_lines(said["pages"])
    text = paragraphs(pages)
    if not text:
        raise UnreadableReport("the PDF has no text; pictures of text are not read")
    notes = [Note("pdf", "the text was taken out of a PDF: its lines were joined into paragraphs by their lengths")]
    if said["cut"]:
        notes.append(Note("cut", f"only the first {len(said['pages']):,} pages of the PDF were read"))
    if running:
        notes.append(Note("running", "lines that stand at the head or the foot of several pages were left out"))
    title, author = (one if (one or "").lower() not in _NOBODY else None for one in (said["title"], said["author"]))
    title = None if title and _FILE_NAME.search(title) else title
    return Page(text, title, author, notes=tuple(notes))


def paragraphs(pages: list[str]) -> str:
    """The lines of the pages, joined into paragraphs."""
    lines = [" ".join(line.split()) for page in pages for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    full = _FULL * lengths[len(lengths) * 3 // 4]
    found: list[list[str]] = [[]]
    for line in lines:
        if not line:
            found.append([])
            continue
        found[-1].append(line)
        if len(line) < full and (_END.search(line) or len(found[-1]) == 1):
            found.append([])
    words = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", " ".join(lines).lower()))
    return "\n\n".join(_together(one, words) for one in found if one)


def _together(lines: list[str], words: frozenset[str]) -> str:
    """Lines as one; a word that a hyphen divides at their end is whole again, as it stands elsewhere if it does."""
    made = [lines[0]]
    for line in lines[1:]:
        head, tail = _DIVIDED.search(made[-1]), _GOES_ON.match(line)
        if head is None or tail is None:
            made += [" ", line]
            continue
        hyphened = f"{head[1]}-{tail[0]}".lower() in words and f"{head[1]}{tail[0]}".lower() not in words
        # What goes on with a capital is a compound: 'Norwegian-Swedish'.
        hyphened = hyphened or not tail[0].islower()
        made[-1] = made[-1][:-1] + ("-" if hyphened else "")
        made.append(line)
    return "".join(made)


def _extract(data: bytes, settings: dict[str, int]) -> dict[str, object]:
    """In the process of its own."""
    import io

    try:
        from pypdf import PdfReader
    except ImportError:
        return {"problem": "PDF needs pypdf: pip install 'sayso[pdf]'"}
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return {"problem": "the PDF is encrypted; give one that is not"}
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            if len(pages) >= settings["pages"] or size > settings["characters"]:
                break
            pages.append(text_of(page))
            size += len(pages[-1])
        about: Any = reader.metadata or {}
        title, author = (str(about.get(key) or "").strip()[:300] or None for key in ("/Title", "/Author"))
        return {"pages": pages, "cut": len(pages) < len(reader.pages), "title": title, "author": author}
    except Exception as error:
        # The file is hostile and the extractor is not ours: whatever it throws, the file cannot be read.
        return {"problem": f"the PDF cannot be read ({type(error).__name__}: {str(error)[:100]})"}


def _main() -> None:
    import contextlib
    import logging

    logging.disable(logging.CRITICAL)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        most = 2 << 30
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    said = _extract(sys.stdin.buffer.read(), json.loads(sys.argv[1]))
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    _main()
