"""Chains, whom it was told to, and silences: sentences with what a reader finds in them (``statements_reports.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sayso.reading import read_bytes
from sayso.record.types import Holder, Statement

REPORTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "statements_reports.toml").read_text(encoding="utf-8")
)["report"]


def shown(holder: Holder) -> str:
    return "*" if holder.anonymous else bare(holder.name or "?")


def bare(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ")


def tells(statement: Statement, content: str) -> bool:
    told = " ".join(c.text for c in statement.content)
    return content in told and len(told) < len(content) + 25


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["text"][:50])
def test_what_a_reader_finds(report: dict[str, Any]) -> None:
    record = read_bytes(report["text"].encode())
    for wanted in report.get("said", []):
        found = [s for s in record.statements if tells(s, wanted["content"])]
        assert found, [(s.kind, [c.text for c in s.content]) for s in record.statements]
        inner = max(found, key=lambda s: len(s.chain))
        assert [shown(h) for h in inner.chain] == [bare(name) for name in wanted["chain"]]
        assert (inner.told_to.name if inner.told_to else None) == wanted.get("to")
        assert inner.kind != "attitude"
    silences = report.get("silences", [])
    assert len(record.silences) == len(silences), [s.span.text for s in record.silences]
    for wanted, silence in zip(silences, record.silences, strict=True):
        if "holders" in wanted:
            assert [bare(h.name or "") for h in silence.holders] == [bare(name) for name in wanted["holders"]]
        if "about" in wanted:
            assert silence.about is not None
            assert silence.about.text == wanted["about"]
