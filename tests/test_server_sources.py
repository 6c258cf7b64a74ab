"""The pages of sources: who says how much, to whom, through whom; sorted, linked, and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from ledger_reports import Says, ferry_reports, report
from sayso.ledger import open_ledger
from sayso.ledger.reviews import decide
from sayso.record.types import Record
from sayso.server.settings import Settings
from server_desk import page, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over the story of the ferry, with one source graded."""
    ledger = str(tmp_path_factory.mktemp("sources") / "ferry.ledger")
    with served(ledger, ferry_reports()) as client:
        made = open_ledger(ledger)
        decide(made, "grade", shown={"source": "Ida Roth"}, value="B", by="M. Quist")
        made.close()
        yield client


def rows(client: TestClient, path: str) -> list[str]:
    """The names in the table, in its order."""
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?<bdi>([^<]*)</bdi>', client.get(path).text)


def test_the_graph_and_the_table_say_the_same(desk: TestClient) -> None:
    found = page(desk, "/sources")
    drawn = set(
        re.findall(r'<a href="/sources/[^"]*" class="box [^"]*" data-key="[^"]*" aria-label="([^",]*)', found.source)
    )
    assert drawn == set(rows(desk, "/sources"))
    assert "was told it" in found.said()
    assert not found.inline
    assert len(found.ids) == len(set(found.ids))


def test_the_table_is_sorted_as_the_address_says(desk: TestClient) -> None:
    assert rows(desk, "/sources")[0] == "Ida Roth"
    assert rows(desk, "/sources?by=name") == sorted(rows(desk, "/sources?by=name"), key=str.lower)
    assert rows(desk, "/sources?by=grade")[0] == "Ida Roth"
    assert 'aria-sort="descending"' in desk.get("/sources?by=echo").text
    assert desk.get("/sources?by=nonsense").status_code == 422


def test_every_source_has_a_page_with_its_claims(desk: TestClient) -> None:
    for name in rows(desk, "/sources"):
        found = page(desk, f"/sources/{quote(name, safe='')}")
        assert [words for level, words in found.headings if level == 1] == [name]
        assert "What it said" in found.said()
    roth = page(desk, "/sources/Ida%20Roth").said()
    assert "B by M. Quist" in roth
    assert "Nine people drowned" in roth
    assert "Baltwire (1)" in roth


def test_a_page_of_nobody_is_not_found(desk: TestClient) -> None:
    assert page(desk, "/sources/Nobody%20At%20All", 404).said()
    assert desk.get("/sources?n=99").status_code == 404
    assert desk.get("/sources/Ida%20Roth?n=99").status_code == 404


def test_a_source_that_the_filter_hides_is_shown_without_it(desk: TestClient) -> None:
    assert "shown without" in page(desk, "/sources/Tom%20Vik?text=rafts").said()
    assert "shown without" not in page(desk, "/sources/Ida%20Roth?text=rafts").said()


def test_long_tables_and_graphs_are_cut_and_say_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = str(tmp_path_factory.mktemp("sources") / "cut.ledger")
    with served(ledger, ferry_reports(), Settings(sources_per_page=3, graph_nodes=4)) as client:
        found = page(client, "/sources")
        assert len(rows(client, "/sources")) == 3
        assert "more are in the table only" in found.said()
        assert set(rows(client, "/sources?n=2")).isdisjoint(rows(client, "/sources"))


def test_hostile_names_stay_names(tmp_path_factory: pytest.TempPathFactory, hostile_record: Record) -> None:
    with served(str(tmp_path_factory.mktemp("sources") / "h.ledger"), [hostile_record]) as client:
        found = page(client, "/sources")
        assert not found.inline
        assert "img" not in found.tags
        assert not [link for link in found.links if link.startswith("javascript")]
        for link in {one for one in found.links if one.startswith("/sources/")}:
            assert client.get(link).status_code == 200


def test_an_empty_ledger_has_no_sources_and_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(str(tmp_path_factory.mktemp("sources") / "e.ledger")) as client:
        assert "Nobody is on record here" in page(client, "/sources").said()


def test_an_outlet_is_not_taken_for_the_last_name_of_a_source_that_ends_with_it(tmp_path: Path) -> None:
    made = [
        report(
            "Tower 4 fell, according to flight data seen by Handelstid.", "Handelstid", "2025-03-04",
            Says("flight data seen by Handelstid", "Tower 4 fell"), title="Tower 4 falls",
        ),
        report(
            "The mayor told Handelstid that tower 4 fell. Ursula von der Leye said it rained.", "The Quay", "2025-03-05",
            Says("The mayor", "that tower 4 fell", told_to="Handelstid"), Says("Ursula von der Leye", "it rained"),
            title="Tower 4 is down",
        ),
        report("Leye said it rained.", "The Mole", "2025-03-05", Says("Leye", "it rained"), title="Tower 4 falls in rain"),
    ]  # fmt: skip
    with served(str(tmp_path / "tower.ledger"), made) as client:
        shown = page(client, "/sources")
        for link in {one for one in shown.links if one.startswith("/sources/")}:
            page(client, link)
        assert "/sources/Handelstid" in shown.links
        assert "flight data seen by Handelstid" in shown.said()
        # A last name alone is still that of the only full name that has it.
        assert "/sources/Leye" not in shown.links
