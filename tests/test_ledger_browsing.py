"""A ledger by the page, and counted: the same as the whole, piece by piece, in either database."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from ledger_databases import address, open_one, postgres  # noqa: F401
from ledger_reports import Says, ferry_reports, report
from sayso.ledger import Ledger, browsing, catalogue, facets, views
from sayso.ledger.adding import add
from sayso.ledger.catalogue import Catalogue
from sayso.ledger.names import normal
from sayso.ledger.queries import Filters
from sayso.ledger.schema import keys
from sayso.ledger.views import asking
from sayso.record.types import Record

Open = Callable[[str], Ledger]
QUESTIONS = [
    Filters(), Filters(outlet="the strand"), Filters(source="Ida Roth"), Filters(source="roth"), Filters(text="life rafts"),
    Filters(standing="negative"), Filters(type="accident"), Filters(since="2025-02-04"), Filters(until="2025-02-03"),
    Filters(person="Vik", outlet="The Harbour Mail"), Filters(text="nobody said this"), Filters(source="Nobody"),
]  # fmt: skip


HAPPENED = [
    "the bakers of Aldham baked a bread for the king", "a comet would be seen over Brekvik", "wolves had come to Corund",
    "the school of Drosna taught chess", "a violin was found in Elmarsh", "the glacier at Fernau shrank",
    "swimmers crossed the strait of Gislow",
]  # fmt: skip
"""Things that have nothing to do with each other."""


def _other(i: int) -> Record:
    name = f"{'ABCDEFG'[i]}nna {['Kolk', 'Rem', 'Aker', 'Petrov', 'Wren', 'Holm', 'Quast'][i]}"
    return report(f"{name} said {HAPPENED[i]}.", "The Strand", f"2025-01-{9 - i:02}", Says(name, HAPPENED[i]))


def _filled(ledger: Ledger) -> Ledger:
    for record in [*ferry_reports(), *map(_other, range(7))]:
        add(ledger, record)
    return ledger


def _pages(ledger: Ledger, filters: Filters, size: int, *, points: bool) -> list[browsing.Found]:
    found: list[browsing.Found] = []
    after: str | None = "0"
    kept = Catalogue(ledger)
    with asking(ledger) as (asked, _):
        chosen = kept.choose(asked.connection, filters)
        for _ in range(50):
            if after is None:
                return found
            shelf = browsing.browse(asked, chosen, filters, size=size, look=4, after=after, points=points)
            assert len(shelf.found) <= size
            found += shelf.found
            after = shelf.after
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("size", [1, 3, 50])
def test_the_pages_together_are_the_whole(address: str, open_one: Open, size: int) -> None:  # noqa: F811
    ledger = _filled(open_one(address))
    for filters in QUESTIONS:
        whole = views.stories(ledger, filters)["stories"]
        for points in (False, True):
            pages = _pages(ledger, filters, size, points=points)
            assert sorted(one.story.id for one in pages) == sorted(one["id"] for one in whole), filters
        asked = {p["id"] for p in views.points(ledger, filters)["points"]}
        assert {p["id"] for one in pages for p in one.points} == asked, filters


def test_what_came_since_the_order_was_made_is_found_too(
    address: str, open_one: Open, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr(catalogue, "SMALL", 0)
    ledger = open_one(address)
    # A report of the ferry comes last that links what was apart until then.
    first, *rest = ferry_reports()
    for record in [*rest[::2], *map(_other, range(3))]:
        add(ledger, record)
    kept = Catalogue(ledger)
    kept._built = time.monotonic()
    with asking(ledger) as (asked, _):
        before = len(kept.choose(asked.connection, Filters()))
    for record in [first, *rest[1::2]]:
        add(ledger, record)
    for filters in QUESTIONS:
        with asking(ledger) as (asked, _):
            chosen = kept.choose(asked.connection, filters)
            shelf = browsing.browse(asked, chosen, filters, size=50, look=50, patience=60)
        whole = views.stories(ledger, filters)["stories"]
        assert sorted(one.story.id for one in shelf.found) == sorted(one["id"] for one in whole), filters
        if not filters.any:
            assert len(chosen) > before and chosen.all


def test_the_newest_story_is_first(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = _filled(open_one(address))
    days = [one.story.last_seen for one in _pages(ledger, Filters(), 2, points=False)]
    assert days == sorted((day for day in days if day), reverse=True) and len(days) >= 6


def test_a_report_is_found_by_its_own_id_and_that_of_old(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    one = ferry_reports()[0]
    nameless = replace(one, report=replace(one.report, outlet=None))
    add(ledger, nameless)
    named = add(ledger, one).report
    with asking(ledger) as (asked, _):
        line = browsing.report_line(asked.connection, nameless.report.id)
        assert line is not None and line.shown.id == named
        assert browsing.record_json(asked.connection, line)["report"]["text"] == one.report.text
        found = browsing.story_with(asked, nameless.report.id)
        assert found is not None and named in found[0].reports
        assert browsing.report_line(asked.connection, "r-nothing") is None
        assert browsing.story_with(asked, "st-nothing") is None


def test_facets_are_what_counting_the_keys_gives(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = _filled(open_one(address))
    with asking(ledger) as (asked, _):
        index = facets.build(asked.connection, sqlite=ledger.sqlite)
        rows = asked.connection.execute(sa.select(keys.c.kind, keys.c.key, keys.c.report)).all()
        for filters in QUESTIONS:
            chosen = Catalogue(ledger).choose(asked.connection, filters)
            among = None if chosen.all else chosen.numbers
            for kind in facets.KINDS:
                counted = Counter(k for kd, k, n in rows if kd == kind and n in set(chosen.numbers))
                expected = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
                got = index.count(kind, among, 100)
                assert [(one.key, one.reports) for one in got] == expected, (kind, filters)
                assert index.count(kind, among, 2) == got[:2]
                for one in got:
                    assert (kind, one.key, one.one) in {tuple(row) for row in rows}
                    assert one.one in chosen.numbers


def test_the_index_is_renewed_when_reports_come_in(address: str, open_one: Open) -> None:  # noqa: F811
    ledger = open_one(address)
    kept = facets.Kept(ledger)
    nothing = kept.now()
    assert nothing is not None and nothing.count("outlet", None, 5) == []
    add(ledger, ferry_reports()[0])
    once = kept.now()
    assert once is not None and [one.key for one in once.count("outlet", None, 5)] == [normal("Baltwire")]
    assert kept.now() is once
