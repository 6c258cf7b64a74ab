"""Writes docs/reference.md, the Python interface from its docstrings; tests/test_reference.py holds it to them.

python scripts/write_reference.py
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import sayso
from sayso import exchange, ledger, reports
from sayso.exchange.formats import Format
from sayso.ledger import adding, views
from sayso.ledger.queries import Filters
from sayso.record import contract, spans, types

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
HEAD = """\
# The Python interface

Written from the docstrings by `scripts/write_reference.py`; [api.md](api.md) shows how it is used. What is not here is
not meant for others, and may change.
"""
PARTS: dict[str, tuple[object, ...]] = {
    "Reading a report": (sayso.read,),
    "The record": (
        types.Record, types.Report, types.Block, types.Statement, types.Holder, types.ToldTo, types.Claim,
        types.Standing, types.Silence, types.SilentHolder, types.Event, types.Party, types.Entity, types.Place,
        types.Date, types.Note, spans.Span, contract.to_json, contract.from_json, contract.dumps,
    ),
    "Files that hold reports": (
        reports.reports_in, reports.Item, reports.Address, reports.Unread, reports.Way, reports.Told, reports.Limits,
        reports.UnreadableReport,
    ),
    "The ledger": (
        ledger.open_ledger, adding.add, views.stories, views.points, views.sources, Filters, ledger.LedgerError,
    ),
    "Into other tools": (exchange.of_records, exchange.of_ledger, Format),
}  # fmt: skip
_ROLE = re.compile(r":(?:class|func|meth|mod|data):`~?\.?([^`]+)`")


def page() -> str:
    """The page as it should be."""
    parts = [HEAD]
    for title, members in PARTS.items():
        parts.append(f"## {title}\n")
        parts += [entry(one) for one in members]
    return "\n".join(parts)


def entry(member: Any) -> str:
    """A function or a class, with what its docstring says."""
    where = "sayso" if member is sayso.read else home(member)
    said = plain(inspect.getdoc(member) or "")
    if inspect.isclass(member):
        shown = [f"### `{where}.{member.__name__}`\n", said, *(rows(member) if is_dataclass(member) else [])]
        shown += [line for name, one in methods(member) for line in (f"\n`.{name}{signature(one)}`\n", brief(one))]
        return "\n".join(shown) + "\n"
    return f"### `{where}.{member.__name__}`\n\n```python\n{member.__name__}{signature(member)}\n```\n\n{said}\n"


def home(member: Any) -> str:
    """The shortest name of a module that gives it."""
    short = str(member.__module__).rpartition(".")[0]
    return short if getattr(sys.modules.get(short), member.__name__, None) is member else str(member.__module__)


def rows(kind: type) -> Iterator[str]:
    """A dataclass's fields: name, type, and the text below it in the source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    yield "\n| field | type | |\n|---|---|---|"
    for one, following in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id[0] != "_":
            said = ""
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                said = plain(inspect.cleandoc(str(following.value.value))).replace("\n", " ")
            told = ast.unparse(one.annotation).replace("|", "\\|")
            yield f"| `{one.target.id}` | `{told}` | {said.replace('|', chr(92) + '|')} |"


def methods(kind: type) -> Iterator[tuple[str, Any]]:
    """What a class itself offers."""
    for name, one in vars(kind).items():
        found = one.fget if isinstance(one, property) else getattr(kind, name)
        if name[0] != "_" and inspect.isroutine(found) and found.__doc__:
            yield name, found


def signature(member: Any) -> str:
    """As it stands in the source."""
    made = re.sub(r"'([A-Za-z_][^']*)'", r"\1", str(inspect.signature(member)))
    return re.sub(r"<[^<>]* at 0x[^>]*>", "...", made)


def brief(member: Any) -> str:
    """The first line of a docstring."""
    return plain((inspect.getdoc(member) or "").partition("\n")[0])


def plain(text: str) -> str:
    """A docstring as Markdown."""
    text = _ROLE.sub(lambda m: f"`{m[1]}`", text).replace("``", "`")
    return re.sub(r"^(Args|Returns|Raises|Yields):$", r"*\1:*\n", text, flags=re.M)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
