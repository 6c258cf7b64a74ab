"""Words of reports as an assistant may see them: marked as quoted, without anything invisible, cited by their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sayso.assistants.caps import Caps
from sayso.web.harmless import harmless

Json = dict[str, Any]

# What a terminal shows as nothing, a language model reads all the same: fillers, zero-width blanks, direction marks and
# the variation selectors in which text can be hidden. Soft hyphens, joiners and single selectors have their uses; a run
# of them has none.
_INVISIBLE = re.compile(
    "[\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u3164\ufeff\uffa0\U000e0100-\U000e01ef]"
    "|[\u00ad\u034f\u180b-\u180d\u200c\u200d\ufe00-\ufe0f]{2,}"
)
_MOMENT = re.compile(r"[0-9][0-9T:.,+\-/~?%XZ ]{2,60}")


def shown(text: str) -> str:
    """``text`` with every control, bidirectional and invisible character made visible, as ``␛`` or ``<U+202E>``."""
    return _INVISIBLE.sub(lambda found: "".join(f"<U+{ord(c):04X}>" for c in found[0]), harmless(text))


def quoted(text: str | None, most: int) -> Json | None:
    """Words that are not Sayso's own; ``None`` for none.

    ``cut`` says that there are more, ``altered`` that characters are shown that would not be seen.
    """
    if text is None:
        return None
    part = text[:most]
    safe = shown(part)
    signs = {"cut": len(part) < len(text), "altered": safe != part}
    return {"quoted": safe, **{sign: True for sign, so in signs.items() if so}}


def moment(value: str | None) -> str | None:
    """A date, or date and time, if it is one."""
    return value if value is not None and _MOMENT.fullmatch(value) else None


def report_of(line: Mapping[str, Any], caps: Caps) -> Json:
    """A report, for the list of those that an answer cites."""
    return {
        "id": line["id"],
        "outlet": quoted(line["outlet"], caps.max_quote),
        "title": quoted(line["title"], caps.max_quote),
        "published": moment(line["published"]),
        "file": quoted(line["file"], caps.max_quote),
        "url": quoted(line["url"], caps.max_quote),
    }


def citations(report: Mapping[str, Any], spans: Iterable[Mapping[str, Any]], caps: Caps) -> list[Json]:
    """Where the words of ``spans`` stand, and the words: characters ``start`` to ``end`` of the report's text."""
    at = {"url": report["url"]} if report["url"] is not None else {"file": report["file"]}
    where = {key: quoted(value, caps.max_quote) for key, value in at.items()}
    found = list(spans)
    made = [
        {"report": report["id"], **where, "start": span["start"], "end": span["end"], **_words(span["text"], caps)}
        for span in found[: caps.max_spans]
    ]
    return (
        made if len(found) <= caps.max_spans else [*made, {"report": report["id"], "left_out": len(found) - len(made)}]
    )


def _words(text: str, caps: Caps) -> Json:
    made = quoted(text, caps.max_quote)
    assert made is not None
    return made
