"""JSON lines: each record on a line, as ``sayso read --format jsonl`` writes it. Nothing is lost."""

from __future__ import annotations

from sayso.exchange.case import Case
from sayso.record.contract import dumps


def write(case: Case) -> str:
    """The records."""
    return "".join(dumps(one.record) + "\n" for one in case.filed)
