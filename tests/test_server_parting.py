"""A long report is shown in parts: nothing is lost between them, and every link to its words leads to the right one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_reports import Says, ferry_reports, report
from sayso.record.contract import from_json, to_json
from sayso.record.rules import broken_rules
from sayso.record.types import Block, Record
from sayso.server.parting import cut
from sayso.server.points import brief, view
from sayso.server.rendering import parted
from sayso.server.settings import Settings
from server_desk import page, served

SENTENCES = [f"Warden H{i} said that lock {i} of the Tarn canal was shut." for i in range(400)]


def long_report(paragraphs: int) -> Record:
    """A report of 400 statements, in so many paragraphs."""
    each = len(SENTENCES) // paragraphs
    text = "\n".join(" ".join(SENTENCES[i : i + each]) for i in range(0, len(SENTENCES), each))
    says = [Says(f"Warden H{i}", f"that lock {i} of the Tarn canal was shut") for i in range(400)]
    made = report(text, "The Quay", "2025-03-03T08:00:00Z", *says, title="Locks")
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), "paragraph"))
        start += len(line) + 1
    return replace(made, report=replace(made.report, blocks=tuple(blocks)))


@pytest.fixture(scope="module", params=[1, 40], ids=["one paragraph", "forty paragraphs"])
def read(request: pytest.FixtureRequest) -> Record:
    return long_report(request.param)


def test_the_parts_are_the_whole(read: Record) -> None:
    whole = json.loads(json.dumps(to_json(read)))
    first = cut(whole, 3_000, 1, None)
    assert first is not None and first.part.of > 5
    parts = [made for i in range(1, first.part.of + 1) if (made := cut(whole, 3_000, i, None))]
    assert [one.part.start for one in parts] == [0, *(one.part.end for one in parts[:-1])]
    assert parts[-1].part.end == len(read.report.text)
    for what in ("statements", "claims"):
        assert [one["id"] for made in parts for one in made.record[what]] == [one["id"] for one in whole[what]]
    for made in parts:
        assert made.part.end - made.part.start <= 6_000
        assert not broken_rules(from_json(made.record))
    assert cut(whole, 3_000, first.part.of + 1, None) is None
    everything = cut(whole, 3_000, 0, None)
    assert everything is not None and everything.record == whole


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.integers(50, 30_000))
def test_whatever_is_asked_for_is_in_the_part(i: int, most: int) -> None:
    whole = to_json(long_report(40))
    found = cut(whole, most, 1, f"s{i}")
    assert found is not None
    assert f"s{i}" in {one["id"] for one in found.record["statements"]}
    start = min(
        span["start"] for s in whole["statements"] if s["id"] == f"s{i}" for span in (s["source"], *s["content"])
    )
    assert found.part.start <= start < found.part.end


@pytest.fixture(scope="module")
def desk(read: Record, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    ledger = str(tmp_path_factory.mktemp("long") / "locks.ledger")
    with served(ledger, [read], Settings(report_characters=3_000, stories_warmed=0)) as client:
        yield client


def name(client: TestClient) -> str:
    return str(client.get("/api/v1/reports").json()["reports"][0]["id"])


def words(shown: str) -> str:
    """The report's own words on a page, without the marks of cards and the spaces between paragraphs."""
    html = re.sub(r'<a class="ref".*?</a>|<span class="role">.*?</span>', "", shown)
    return re.sub(r"<[^>]*>|\s", "", "".join(re.findall(r'<p class="block".*?</p>', html, re.DOTALL)))


def test_every_character_is_on_just_one_of_the_pages(desk: TestClient) -> None:
    first = page(desk, f"/reports/{name(desk)}")
    of = int(re.search(r"Part 1 of (\d+) of a long report", first.said())[1])  # type: ignore[index]
    text = "".join(words(desk.get(f"/reports/{name(desk)}?n={i}").text) for i in range(1, of + 1))
    assert text == "".join(" ".join(SENTENCES).split())
    assert words(desk.get(f"/reports/{name(desk)}?n=0").text) == text
    page(desk, f"/reports/{name(desk)}?n={of + 1}", 404)
    # The parts lead to each other, and name what is in them.
    assert f"/reports/{name(desk)}?n=2" in first.links and f"/reports/{name(desk)}?n=0" in first.links
    assert re.search(r"Part 2: s\d+ to s\d+", first.said())


def test_links_to_words_far_down_lead_to_their_part(desk: TestClient) -> None:
    assert "s390" not in page(desk, f"/reports/{name(desk)}").ids
    assert {"s390", "t-s390"} <= set(page(desk, f"/reports/{name(desk)}?at=s390").ids)
    statement = desk.get(f"/reports/{name(desk)}/record.json").json()["statements"][389]
    claim = next(
        one["id"] for one in desk.get(f"/reports/{name(desk)}/record.json").json()["claims"]
        if one["statement"] == statement["id"]
    )  # fmt: skip
    assert claim in page(desk, f"/reports/{name(desk)}?at={claim}").ids
    # What the report does not have leads to its beginning.
    assert "s1" in page(desk, f"/reports/{name(desk)}?at=s9999").ids
    story = desk.get("/api/v1/stories").json()["stories"][0]["id"]
    links = {one for n in range(1, 20) for one in page(desk, f"/stories/{story}?n={n}").links if f"#{claim}" in one}
    assert links == {f"/reports/{name(desk)}?at={claim}#{claim}"}


def test_only_far_links_are_changed() -> None:
    near = '<a href="/reports/r-1.a#c12">x</a><a href="#c900">y</a><a href="https://a.example/reports/b#c900">z</a>'
    assert parted(near) == near
    assert parted('<a href="/reports/r-1#c900">') == '<a href="/reports/r-1?at=c900#c900">'
    assert parted('<a href="/reports/r-1?n=2#c900">') == '<a href="/reports/r-1?n=2#c900">'


def test_a_short_report_is_whole(tmp_path: Path) -> None:
    made = report("Eva Holt said the lock was shut.", "The Quay", "2025-03-03", Says("Eva Holt", "the lock was shut"))
    with served(str(tmp_path / "short.ledger"), [made]) as client:
        assert "of a long report" not in page(client, f"/reports/{name(client)}").said()
        assert "s1" in page(client, f"/reports/{name(client)}?at=s1").ids


def test_a_point_in_a_line_says_what_its_page_does(tmp_path: Path) -> None:
    with served(str(tmp_path / "ferry.ledger"), ferry_reports(), Settings(stories_warmed=0)) as client:
        with client.app.state.desk.asking(wait=True) as (asked, _):  # type: ignore[attr-defined]
            found = [(point, lines) for story, lines in asked.stories() for point in asked.points(story, lines)]
        assert len(found) >= 5
        for point, lines in found:
            short, long = brief(point), view(point, lines)
            assert (short.independent, short.echoes, short.against) == (
                len(long.independent),
                long.echoes,
                long.against,
            )
            assert (short.claims, short.changes, short.denied) == (len(long.sayings), long.all_changes, long.denied)


def test_what_is_too_long_for_one_page_is_refused(read: Record, tmp_path: Path) -> None:
    told = Settings(report_characters=3_000, report_whole_characters=5_000, stories_warmed=0)
    with served(str(tmp_path / "locks.ledger"), [read], told) as client:
        first = page(client, f"/reports/{name(client)}")
        assert f"/reports/{name(client)}?n=0" not in first.links
        assert "too long for one page" in page(client, f"/reports/{name(client)}?n=0", 413).said()
