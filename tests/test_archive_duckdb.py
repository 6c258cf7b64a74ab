"""The queries of docs/duckdb.md, over the shards of a small story."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from archive_shards import shards_of
from ledger_reports import ferry_reports

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

PAGE = Path(__file__).parent.parent / "docs" / "duckdb.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.S)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards, the second of which has the first's first report once more."""
    records = ferry_reports()
    return shards_of(tmp_path_factory.mktemp("archive") / "shards", records[:3], [*records[3:], records[0]])


def _asked(query: str, shards: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute(query.replace("'shards/", f"'{shards}/"))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_each_query_of_the_page_has_an_answer(query: str, shards: Path) -> None:
    assert _asked(query, shards)


def test_answers_are_right(shards: Path) -> None:
    by_column = {re.sub(r"\s+", " ", query): _asked(query, shards) for query in QUERIES}
    quoted = next(rows for query, rows in by_column.items() if "SELECT origin" in query)
    assert quoted[0]["origin"] == "Ida Roth"
    denied = next(rows for query, rows in by_column.items() if "'denies'" in query)
    assert {row["chain"] for row in denied} == {"Ida Roth", "A port worker"}
    assert {row["words"] for row in denied} == {"the ferry Alma had carried no life rafts"}
    once = next(rows for query, rows in by_column.items() if "QUALIFY" in query)
    assert len(once) == len({row["id"] for row in once}) == 6
    unsaid = next(rows for query, rows in by_column.items() if "silences" in query)
    assert [row["outlet"] for row in unsaid] == ["Baltwire"]
