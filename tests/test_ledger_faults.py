"""A full disk in the middle of adding, and ledgers of the first version: nothing is lost, nothing half-written."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_first_version import as_first_version
from ledger_reports import Says, ferry_reports, report
from sayso.ledger import Ledger, LedgerError, open_ledger, views
from sayso.ledger.adding import add
from sayso.ledger.queries import Filters
from sayso.ledger.reviews import history
from sayso.ledger.storage import HEAD
from sayso.record.types import Record

Open = Callable[[str], Ledger]
TABLES = ("reports", "records", "words")


def _bridges(n: int) -> list[Record]:
    return [
        report(f"The bridge at Nyborg{i} closed on Monday, mayor Eva Lund said.", "Paper", "2025-01-06",
               Says("Eva Lund", f"The bridge at Nyborg{i} closed on Monday"))
        for i in range(n)
    ]  # fmt: skip


def _whole(ledger: Ledger) -> int:
    """How many reports a ledger has, all of whose parts are there."""
    with ledger.reading() as connection:
        assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(sa.text("PRAGMA foreign_key_check")).first() is None
        counts = {int(connection.execute(sa.text(f"SELECT count(*) FROM {t}")).scalar() or 0) for t in TABLES}
    [n] = counts
    return n


def test_a_full_disk_stops_adding_between_two_reports_and_adding_again_completes(
    tmp_path: Path, open_one: Open  # noqa: F811
) -> None:  # fmt: skip
    ledger, found = open_one(str(tmp_path / "ledger.db")), _bridges(60)
    with ledger.reading() as connection:
        pages = int(connection.execute(sa.text("PRAGMA page_count")).scalar() or 0)
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages + 20}"))
    with pytest.raises(LedgerError, match=r"ledger\.db: .*full"):
        for one in found:
            add(ledger, one)
    kept = _whole(ledger)
    assert 0 < kept < len(found)
    assert len(views.points(ledger, Filters())["reports"]) == kept, "what is there can be asked for"
    with ledger.reading() as connection:
        connection.execute(sa.text("PRAGMA max_page_count = 1000000"))
    outcomes = [add(ledger, one).outcome for one in found]
    assert outcomes == ["known"] * kept + ["added"] * (len(found) - kept)
    other = open_one(str(tmp_path / "other.db"))
    for one in found:
        add(other, one)
    assert _whole(ledger) == _whole(other) == len(found)
    assert views.points(ledger, Filters()) == views.points(other, Filters())


def test_a_disk_that_takes_no_more_bytes_leaves_the_ledger_whole(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    pytest.importorskip("resource")
    path = tmp_path / "ledger.db"
    script = textwrap.dedent(
        f"""
        import resource, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from sayso.ledger import LedgerError, open_ledger
        from sayso.ledger.adding import add
        from test_ledger_faults import _bridges
        ledger = open_ledger({str(path)!r}, create=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        done = 0
        try:
            for one in _bridges(200):
                add(ledger, one)
                done += 1
        except LedgerError as error:
            print(done)
            raise SystemExit(3)
        """
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 3, ran.stderr
    ledger = open_one(str(path))
    assert _whole(ledger) == int(ran.stdout)
    assert 0 < int(ran.stdout) < 200
    outcomes = [add(ledger, one).outcome for one in _bridges(200)]
    assert outcomes.count("known") == int(ran.stdout)
    assert _whole(ledger) == 200


def test_a_ledger_of_the_first_version_opens_and_goes_on(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    *found, last = ferry_reports()
    ledger = open_ledger(str(new), create=True)
    for one in found:
        add(ledger, one)
    ledger.close()
    as_first_version(new, old)
    ledger, fresh = open_one(str(old)), open_one(str(new))
    with ledger.reading() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        assert history(connection) == []
    assert views.points(ledger, Filters()) == views.points(fresh, Filters())
    assert {add(ledger, one).outcome for one in found} == {"known"}
    assert add(ledger, last).outcome == add(fresh, last).outcome == "added"
    assert views.stories(ledger, Filters()) == views.stories(fresh, Filters())
    assert views.points(ledger, Filters()) == views.points(fresh, Filters())
