"""Whole reports of our own: how many of a reader's statements, chains and silences are found (``statements_gold.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sayso.reading import read_bytes
from sayso.record.types import Holder, Record, SilentHolder

REPORTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "statements_gold.toml").read_text(encoding="utf-8")
)["report"]
LEAST = 0.9
"""Of the statements and silences of all reports."""


def names_of(holder: Holder | SilentHolder) -> set[str]:
    """What a holder may be called: by name, or by the words of the report."""
    said = {holder.name or "?", holder.span.text if holder.span else "?"}
    return {name.lower().replace("’", "'").removeprefix("the ") for name in said}


def same(found: tuple[Holder, ...], wanted: list[str]) -> bool:
    return len(found) == len(wanted) and all(
        holder.anonymous if name == "*" else any(name.lower() in one or one in name.lower() for one in names_of(holder))
        for holder, name in zip(found, wanted, strict=True)
    )


def missed(record: Record, report: dict[str, Any]) -> list[str]:
    """What is not found as wanted, with what is found."""
    wrong = []
    for chain, to, words in report["said"]:
        near = [s for s in record.statements if any(words in c.text for c in s.content)]
        wanted = [name.removeprefix("the ").removeprefix("The ") for name in chain]
        if not any(same(s.chain, wanted) and (s.told_to.name if s.told_to else "") == to for s in near):
            wrong.append(f"{chain} → {to}: {words} | {[([h.name for h in s.chain], s.told_to) for s in near]}")
    silent = [names_of(q.holders[0]) for q in record.silences]
    for name in report["silences"]:
        if not any(name.lower() in one for names in silent for one in names):
            wrong.append(f"silence of {name} | {silent}")
    return wrong


def test_what_a_reader_finds_in_whole_reports() -> None:
    wrong, wanted = [], 0
    for report in REPORTS:
        wrong += missed(read_bytes(report["text"].strip().encode()), report)
        wanted += len(report["said"]) + len(report["silences"])
    assert 1 - len(wrong) / wanted >= LEAST, "\n".join(wrong)
