"""Storage: nothing is lost, doubled or half-written, in either database."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_reports import Says, ferry_reports, report
from sayso.ledger import Ledger, LedgerError, open_ledger, views
from sayso.ledger.adding import add, known, told_key
from sayso.ledger.echoes import credits_of
from sayso.ledger.queries import Filters
from sayso.ledger.schema import metadata, records, reports
from sayso.record.types import Record
from sayso.reports import Told

Open = Callable[[str], Ledger]


def _count(ledger: Ledger, table: sa.Table) -> int:
    with ledger.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0)


def test_a_report_is_added_once(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    one, *_ = ferry_reports()
    first, again = add(ledger, one), add(ledger, one)
    assert (first.outcome, again.outcome, first.report) == ("added", "known", again.report)
    assert _count(ledger, reports) == _count(ledger, records) == 1


def test_when_a_report_was_fetched_is_not_part_of_what_was_told(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    # The key as it was made before there was such a field.
    before = {"language": None, "outlet": "Baltwire", "published": None, "title": None, "url": None}
    ledger, one = open_one(str(tmp_path / "ledger.db")), ferry_reports()[0]
    add(ledger, one, told=told_key(before))
    now = asdict(Told(outlet="Baltwire", retrieved="2025-02-03T08:00:00Z"))
    with ledger.reading() as connection:
        assert known(connection, one.report.id, told_key(now))
        assert not known(connection, one.report.id, told_key({**now, "outlet": "The Strand"}))


@pytest.mark.parametrize(
    ("credit", "agencies"),
    [
        ("Baltwire", ("Baltwire",)),
        ("AFP, Reuters", ("AFP", "Reuters")),
        ("The Strand/AP", ("AP", "Strand")),
        ("Holm, Roth & Vik", ("Holm, Roth & Vik",)),
        ("© 2025", ()),
        ("Staff", ()),
        ("Newsroom", ()),
        ("By our own correspondent", ()),
        ("Agencies", ()),
        (None, ()),
    ],
)
def test_whom_the_metadata_credits_is_an_agency_on_the_way(credit: str | None, agencies: tuple[str, ...]) -> None:
    one = report("The pier burned on Monday, Ida Roth said.", "The Mail", "2025-02-03")
    assert credits_of(replace(one.report, credit=credit)) == agencies


def test_two_reports_that_are_credited_to_one_agency_echo(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(str(tmp_path / "ledger.db"))
    texts = {
        "The Mail": "The pier at Skarholm burned down on Monday.",
        "The Strand": "On Monday the old pier at Skarholm burned down.",
    }
    for outlet, text in texts.items():
        one = report(text, outlet, "2025-02-03")
        add(ledger, replace(one, report=replace(one.report, credit="Baltwire")))
    reasons = {
        claim["independence"]: claim["reason"]
        for point in views.points(ledger, Filters())["points"]
        for claim in point["claims"]
    }
    assert reasons["echo"] == "the same agency: both came by way of baltwire"


def test_the_steps_lead_to_the_tables_that_the_code_speaks_of(address: str, open_one: Open) -> None:  # noqa: F811
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    ledger = open_one(address)
    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}
        )
        assert compare_metadata(context, metadata) == []


def test_the_same_words_of_two_outlets_are_two_reports(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    one = ferry_reports()[0]
    other = replace(one, report=replace(one.report, outlet="The Strand"))
    unnamed = replace(one, report=replace(one.report, outlet=None))
    ids = {add(ledger, x).report for x in (unnamed, one, other, unnamed)}
    shown = views.stories(ledger, Filters())["reports"]
    assert sorted(r["outlet"] for r in shown) == ["Baltwire", "The Strand"]
    assert len(ids) == 3


def test_what_is_told_later_takes_the_place_of_what_nobody_told(tmp_path: Path, open_one: Open) -> None:  # noqa: F811
    one = ferry_reports()[0]
    unnamed = replace(one, report=replace(one.report, outlet=None))
    answers = []
    for name, order in (("a", (unnamed, one)), ("b", (one, unnamed))):
        ledger = open_one(str(tmp_path / name))
        for record in order:
            add(ledger, record)
        answers.append(views.points(ledger, Filters()))
    assert answers[0] == answers[1]


def test_two_writers_at_once_lose_and_double_nothing(address: str, open_one: Open) -> None:  # noqa: F811
    open_one(address)
    found = [
        report(f"The bridge at Nyborg{i} closed on Monday, mayor Eva Lund{i % 7} said.", f"Paper {i % 5}", "2025-01-06",
               Says(f"Eva Lund{i % 7}", f"The bridge at Nyborg{i} closed on Monday"))
        for i in range(40)
    ]  # fmt: skip

    def write(start: int) -> list[str]:
        ledger = open_ledger(address)
        try:
            return [add(ledger, one).outcome for one in found[start:] + found[:start]]
        finally:
            ledger.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = [outcome for some in pool.map(write, (0, 13, 26)) for outcome in some]
    assert outcomes.count("added") == len(found)
    assert _count(open_one(address), reports) == len(found)


def test_a_kill_in_the_middle_of_adding_leaves_nothing_half_written(address: str, open_one: Open) -> None:  # noqa: F811
    open_one(address).close()
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from ledger_reports import Says, report
        from sayso.ledger import open_ledger
        from sayso.ledger.adding import add
        ledger = open_ledger({address!r}, create=True)
        for i in range(100_000):
            add(ledger, report(f"The bridge at Nyborg{{i}} closed on Monday, mayor Eva Lund said.", "Paper", "2025-01-06",
                               Says("Eva Lund", f"The bridge at Nyborg{{i}} closed on Monday")))
            print(i, flush=True)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 15:
                break
        time.sleep(0.003)
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read().split()
    said = 16 + len(rest)
    ledger = open_one(address)
    with ledger.reading() as connection:
        if ledger.sqlite:
            assert connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        n = connection.execute(sa.select(sa.func.count()).select_from(reports)).scalar() or 0
        assert n in (said, said + 1)
        for table in ("records", "taken", "words"):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() == n
    assert len(views.stories(ledger, Filters())["reports"]) == n


def test_a_newer_version_reads_again_and_keeps_what_was_read(
    address: str, open_one: Open, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    ledger = open_one(address)
    found = ferry_reports()
    for one in found:
        add(ledger, one)
    before = views.points(ledger, Filters())
    monkeypatch.setattr("sayso.ledger.changing.__version__", "9.9")
    assert {add(ledger, one).outcome for one in found} == {"read again"}
    assert {add(ledger, one).outcome for one in found} == {"known"}
    assert views.points(ledger, Filters()) == before
    assert (_count(ledger, reports), _count(ledger, records)) == (len(found), 2 * len(found))


def test_what_is_no_ledger_is_not_written_to(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    engine = sa.create_engine(f"sqlite:///{other}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE recipes (name text)"))
    engine.dispose()
    for create in (True, False):
        with pytest.raises(LedgerError, match=r"other\.db: this is"):
            open_ledger(str(other), create=create)
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, but long enough to be taken for one" * 20)
    with pytest.raises(LedgerError, match=r"notes\.txt"):
        open_ledger(str(text), create=True)
    with pytest.raises(LedgerError, match="there is no such ledger"):
        open_ledger(str(tmp_path / "missing.db"))


def test_a_ledger_of_a_newer_version_is_not_touched(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="a newer version of sayso made this ledger"):
        open_ledger(address)


def test_whatever_a_report_says_it_is_kept_and_shown(
    address: str, open_one: Open, hostile_record: Record, record: Record  # noqa: F811
) -> None:  # fmt: skip
    ledger = open_one(address)
    odd = replace(record, report=replace(record.report, file="bad\udcff.txt", outlet="\udc80 \x00", id="r-odd"))
    for one in (hostile_record, odd, record):
        assert add(ledger, one).outcome == "added"
    for view in (views.stories, views.points, views.timeline, views.sources, views.silences, views.notes):
        for filters in (
            Filters(),
            Filters(text="'\" OR * NEAR( ferry"),
            Filters(place="%", source="\x00", person="' --"),
        ):
            json.dumps(view(ledger, filters))
    assert len(views.stories(ledger, Filters())["reports"]) == 3
