"""Figures as text, Markdown and JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sayso import __version__
from sayso.evaluation.floors import Floors
from sayso.evaluation.peers import corpus_of, notes_of
from sayso.evaluation.running import Measured
from sayso.evaluation.yardstick import Figure

WIDTH = 100
_NAME = 42
_COLUMN = 12
_NONE = "–"


def text_of(measured: Measured, floors: Floors | None = None) -> str:
    """A yardstick's tables for a terminal."""
    lines = textwrap.wrap(f"{measured.yardstick.name}: {measured.yardstick.about}", WIDTH)
    lines += [_documents(measured), ""]
    columns = _columns(measured)
    if columns:
        heads = [textwrap.wrap(column, _COLUMN) for column in columns]
        depth = max(map(len, heads))
        for row in range(depth):
            cells = [(head[row - depth + len(head)] if row >= depth - len(head) else "") for head in heads]
            lines.append(" " * _NAME + "".join(f"{cell:>{_COLUMN + 1}}" for cell in cells))
        for name, _, values in _rows(measured, columns):
            lines.append(f"{name:{_NAME}}" + "".join(f"{value:>{_COLUMN + 1}}" for value in values))
        lines.append("")
        for name, on, _ in _rows(measured, columns):
            lines += textwrap.wrap(f"{name}: {on}", WIDTH, initial_indent="  ", subsequent_indent="    ")
        lines.append("")
    lines.append(f"{'':{_NAME}}{'figure':>9}{'precision':>11}{'recall':>9}{'of':>8}{'floor':>9}")
    for figure in measured.figures:
        lines.append(
            f"{figure.key:{_NAME}}{_number(figure):>9}{_part(figure.precision):>11}{_part(figure.recall):>9}"
            f"{figure.of:>8}{_floor(measured, figure, floors):>9}"
        )
    lines.append("")
    for note in _notes(measured):
        lines += textwrap.wrap(note, WIDTH)
    return "\n".join(lines).rstrip() + "\n"


def markdown_of(measured: Measured) -> str:
    """A yardstick's section of a page."""
    lines = [f"## {measured.yardstick.name.capitalize()}", ""]
    lines += [*textwrap.wrap(measured.yardstick.about, 120), "", f"{_documents(measured)}", ""]
    columns = _columns(measured)
    if columns:
        lines += _table(["", *columns, "measured on"], ((n, *v, on) for n, on, v in _rows(measured, columns, "**")))
    if measured.figures:
        lines += _table(
            ["all of Sayso's figures", "figure", "precision", "recall", "of"],
            ((f.key, _number(f), _part(f.precision), _part(f.recall), str(f.of)) for f in measured.figures),
        )
    for note in _notes(measured):
        lines += [*textwrap.wrap(note, 120), ""]
    return "\n".join(lines)


PAGE = """\
# Accuracy

Written by `sayso evaluate all --format markdown` (Sayso {version}): the whole `sayso read`, one report at a time, on
public corpora that no text of is in this project. In per cent, unless a figure says otherwise. Test parts are not used.
Where a peer was measured on other documents, its figures stand beside Sayso's for orientation only.

The corpora are looked for in the folder that `SAYSO_CORPORA` names, as these files:

{files}

`tests/test_floors.py` fails where a figure falls below its floor (`src/sayso/evaluation/floors.toml`); a change that
raises figures raises the floors with `sayso evaluate all --write-floors`. To tune on a corpus, look only at
`--half development` of it, and report `--half held-out`.

"""


def page_of(measured: Sequence[Measured]) -> str:
    """The page of all figures."""
    files = "\n".join(
        f"- {m.yardstick.name}: {corpus_of(m.yardstick.name)}; as {', '.join(f'`{p}`' for p in m.yardstick.corpus)}"
        for m in measured
    )
    return PAGE.format(version=__version__, files=files) + "\n".join(map(markdown_of, measured)).rstrip() + "\n"


def json_of(measured: Iterable[Measured], floors: Mapping[str, Floors]) -> str:
    """All of it as JSON."""
    return json.dumps(
        {
            "schema": 1,
            "sayso": __version__,
            "yardsticks": [_as_json(m, floors.get(m.yardstick.name)) for m in measured],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_json(measured: Measured, floors: Floors | None) -> dict[str, Any]:
    held = floors.figures if floors and floors.hold_for(measured) else {}
    return {
        "name": measured.yardstick.name,
        "about": measured.yardstick.about,
        "corpus": {"files": list(measured.yardstick.corpus), "sha256": measured.checksum},
        "documents": measured.documents,
        "of": measured.of,
        "half": measured.half,
        "figures": [
            {
                "key": f.key, "value": f.value, "precision": f.precision, "recall": f.recall, "of": f.of,
                "lower_is_better": f.lower_is_better, "floor": held.get(f.key),
            }
            for f in measured.figures
        ],
        "peers": [{"name": p.name, "on": p.on, "figures": p.figures} for p in measured.peers],
        "notes": _notes(measured),
    }  # fmt: skip


def _documents(measured: Measured) -> str:
    half = "" if measured.half == "all" else f", from the {measured.half} half"
    return f"{measured.documents} of {measured.of} documents{half}; corpus {measured.checksum[:12]}."


def _columns(measured: Measured) -> list[str]:
    """The figures that stand beside peers' figures."""
    beside = measured.yardstick.beside
    return [key for key in beside if measured.figure(key) or any(key in p.figures for p in measured.peers)]


def _rows(measured: Measured, columns: list[str], strong: str = "") -> Iterator[tuple[str, str, list[str]]]:
    for peer in measured.peers:
        shown = [measured.figure(key) for key in columns]
        digits = [
            f.digits if f else 3 if "error" in key or key.endswith(" r") else 1
            for f, key in zip(shown, columns, strict=True)
        ]
        values = [
            f"{peer.figures[key]:.{d}f}" if key in peer.figures else _NONE
            for key, d in zip(columns, digits, strict=True)
        ]
        yield peer.name, peer.on, values
    own = [measured.figure(key) for key in columns]
    name = f"{strong}Sayso {__version__}{strong}"
    yield name, _documents(measured).rstrip("."), [f"{strong}{_number(f)}{strong}" if f else _NONE for f in own]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def _notes(measured: Measured) -> list[str]:
    return [*measured.missing, *notes_of(measured.yardstick.name)]


def _number(figure: Figure) -> str:
    if not figure.of:
        return _NONE
    return f"{figure.value:.{figure.digits}f}"


def _part(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _floor(measured: Measured, figure: Figure, floors: Floors | None) -> str:
    if floors is None or not floors.hold_for(measured) or figure.key not in floors.figures:
        return ""
    return f"{floors.figures[figure.key]:.{figure.digits}f}"
