"""The map's page: every mark leads to its claims, and the same stands below it in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from conftest import ferry_record
from ledger_reports import ferry_reports
from sayso.record.types import Place, Record
from sayso.server.settings import Settings
from server_desk import page, served


def _elsewhere(n: int) -> Record:
    """The ferry's report of another day, with its ferry somewhere else."""
    record = ferry_record()
    report = replace(record.report, id=f"ferry-{n + 1}", published=f"2024-09-{10 + n}")
    town, unclear = record.places
    moved = replace(town, name=f"Port {n}", lat=10.0 + n, lon=20.0 + n, country="TD")
    return replace(record, report=report, places=(moved, unclear))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over two stories, one of them with places."""
    with served(str(tmp_path_factory.mktemp("map") / "m.ledger"), [ferry_record(), *ferry_reports()]) as client:
        yield client


def test_every_mark_leads_to_its_place_in_the_list(desk: TestClient) -> None:
    found = page(desk, "/map")
    marks = re.findall(r'<a href="#([^"]+)" class="mark"', found.source)
    assert marks
    assert set(marks) <= set(found.ids)
    assert "Port Vell" in found.said()
    assert "A freight ferry struck the outer pier of Port Vell on Tuesday" in found.said()


def test_what_is_not_clear_is_said_and_not_placed(desk: TestClient) -> None:
    found = page(desk, "/map")
    assert "not clear which: 2 places have the name" in found.said()
    assert not re.search(r'href="#place-skarholm"', found.source)


def test_the_page_needs_no_script_no_style_and_nothing_from_elsewhere(desk: TestClient) -> None:
    found = page(desk, "/map")
    assert not found.inline
    assert not [link for link in found.links if link.startswith(("http:", "https:")) and "courier.example" not in link]
    assert "where it happened" in found.said()
    assert len(found.ids) == len(set(found.ids))


def test_the_filter_of_the_other_pages_holds_here(desk: TestClient) -> None:
    assert "Port Vell" in page(desk, "/map?text=pier").said()
    assert "No report here names a place" in page(desk, "/map?outlet=The+Strand").said()


def test_no_more_is_read_or_drawn_than_the_settings_say(tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = str(tmp_path_factory.mktemp("map") / "many.ledger")
    with served(ledger, [_elsewhere(n) for n in range(5)], Settings(map_reports=3, map_places=2)) as client:
        said = page(client, "/map").said()
    assert "Of the newest 3 reports; 2 more" in said
    assert "and 2 more places" in said


def test_hostile_words_stay_words(tmp_path_factory: pytest.TempPathFactory, hostile_record: Record) -> None:
    record = replace(
        hostile_record,
        places=(*hostile_record.places, replace(hostile_record.places[0], id="p2", lat=None, lon=None),
                Place("p3", hostile_record.places[0].span, None, None, "country", "RU", None, 60.0, 90.0, "event")),
    )  # fmt: skip
    with served(str(tmp_path_factory.mktemp("map") / "h.ledger"), [record]) as client:
        found = page(client, "/map")
        assert not found.inline
        assert "img" not in found.tags
        assert "\x1b" not in found.source
        assert "\u202e" not in found.source
        assert "49" not in re.findall(r"\{\{.*?\}\}", found.source)


def test_an_empty_ledger_has_a_map_that_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(str(tmp_path_factory.mktemp("map") / "e.ledger")) as client:
        assert "No report here names a place" in page(client, "/map").said()


def test_the_picture_of_dates_stands_above_the_chronology(desk: TestClient) -> None:
    found = page(desk, "/chronology")
    assert 'class="band"' in found.source
    assert not found.inline
