"""The pages: what is on record stands there, in the words of the reports, and every link leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ledger_databases import address, postgres  # noqa: F401
from ledger_reports import Says, ferry_reports, report
from sayso.ledger.queries import Filters
from sayso.ledger.views import asking
from sayso.server.phrases import headline
from sayso.server.points import view
from sayso.server.rendering import environment
from sayso.server.settings import Settings
from server_desk import Page, page, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over the story of the ferry."""
    with served(str(tmp_path_factory.mktemp("desk") / "ferry.ledger"), ferry_reports()) as client:
        yield client


def _story(client: TestClient) -> str:
    return next(link for link in page(client, "/").links if link.startswith("/stories/"))


def _report(client: TestClient, words: str) -> str:
    """The path of the report in whose excerpt ``words`` stand."""
    found = client.get("/api/v1/reports", params={"text": words}).json()["reports"]
    return f"/reports/{found[0]['id']}"


def test_every_page_is_whole_and_every_link_leads_somewhere(desk: TestClient) -> None:
    waiting, seen = ["/", "/check?claim=Nine+people+drowned", "/api"], {}
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 120:
            continue
        answer = desk.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if not answer.headers["content-type"].startswith("text/html"):
            seen[path] = None
            continue
        found = seen[path] = Page(answer.text)
        assert [level for level, _ in found.headings].count(1) == 1, path
        assert not found.inline, (path, found.inline)
        assert len(found.ids) == len(set(found.ids)), (path, sorted(i for i in found.ids if found.ids.count(i) > 1))
        assert "main" in found.ids and "Skip to the content" in found.text, path
        for link in found.links:
            if link.startswith(("http:", "https:")):
                continue
            there, mark, name = link.partition("#")
            if mark:
                fragments.append((path, there or path, name))
            # Exports are tested on their own; the same page under many filters is one page.
            if (
                there
                and not there.startswith(("/export/", "/sources/"))
                and (there.count("=") <= 1 or "after=" in there)
            ):
                waiting.append(there)
    for path, there, name in fragments:
        if there in seen and seen[there] is not None:
            assert name in seen[there].ids, (path, there, name)


def test_a_story_says_on_whose_word_each_point_is_strongest_first(desk: TestClient) -> None:
    said = page(desk, _story(desk)).said()
    assert re.search(r"\d independent: .*Ida Roth", said)
    counts = [int(n) for n in re.findall(r"\b(\d+) independent: ", said) if int(n) < 100]
    assert counts == sorted(counts, reverse=True)
    assert "echoed by" in said


def test_contradictions_stand_side_by_side_in_the_words_of_both(desk: TestClient) -> None:
    found = page(desk, _story(desk))
    assert "One says that it is so, the other that it is not" in found.said()
    assert "the ferry Alma had carried no life rafts" in found.said()
    assert "the ferry Alma had carried life rafts" in found.said()
    assert found.tags.count("blockquote") >= 2


def test_what_was_brought_up_to_date_is_told_newest_first(desk: TestClient) -> None:
    said = page(desk, _story(desk)).said().partition("Brought up to date")[2]
    assert said.index("“Friday” →became “Sunday”") < said.index("→became “eleven”")
    assert "Ida Roth, February 5, 2025" in said


def test_what_is_not_known_stands_beside_what_is(desk: TestClient) -> None:
    found = page(desk, _story(desk))
    levels = {" ".join(words.split())[:9]: level for level, words in found.headings}
    assert levels["On record"] == levels["Said not "] == 2
    assert "Police have not said why it sank" in found.said()


def test_a_report_stands_as_it_was_published(desk: TestClient) -> None:
    text = ferry_reports()[3].report.text
    source = desk.get(_report(desk, "Tom Vik")).text
    body = source[source.index('<section class="text"') : source.index('<div class="tables"')]
    body = re.sub(r"<ul class=\"cards\">.*?</ul>|<a class=\"ref\".*?</a>", "", body, flags=re.DOTALL)
    assert re.sub(r"\s+", " ", Page(body).text).strip() == re.sub(r"\s+", " ", text).strip()


def test_from_a_span_to_its_point_and_back(desk: TestClient) -> None:
    there = _report(desk, "Tom Vik")
    found = page(desk, there)
    point = next(link for link in found.links if "/points/" in link)
    back = [link for link in page(desk, point).links if link.startswith(there + "#")]
    assert back and all(link.partition("#")[2] in found.ids for link in back)
    assert {"s1", "s2", "t-s1", "c1"} <= set(found.ids)


def test_one_filter_for_every_page(desk: TestClient) -> None:
    for path in ("/", "/chronology", "/search", "/notes", "/check"):
        links = page(desk, f"{path}?outlet=Baltwire&since=2025").links
        for other in ("/chronology", "/search", "/notes"):
            assert f"{other}?outlet=Baltwire&since=2025" in links, (path, other)
    assert "No story holds that" in page(desk, "/?outlet=Nobody").text
    assert "Only" not in page(desk, _story(desk) + "?source=Tom+Vik").text.split("Said not")[0].split("On record")[1]


def test_search_finds_points_reports_and_silences_with_counts(desk: TestClient) -> None:
    found = page(desk, "/search?text=rafts").said()
    assert "the ferry Alma had carried no life rafts" in found
    assert re.search(r"The Strand 2", found) and re.search(r"Baltwire 1", found)
    assert "had carried life rafts" in found
    # Counts are of what the filter leaves.
    assert "Radio Sund" not in found


def test_a_claim_is_checked(desk: TestClient) -> None:
    found = page(desk, "/check?claim=Nine+people+drowned+when+the+ferry+Alma+sank").said()
    assert "Support it" in found and "Contradict it" in found
    assert "Nine people drowned" in found


def test_the_chronology_keeps_what_is_ahead_apart(desk: TestClient) -> None:
    found = page(desk, "/chronology").said()
    # Aside from when each was first reported.
    found = re.sub(r"first reported [A-Z]\w+ \d+, \d{4}", "", found)
    happened, _, ahead = found.partition("Scheduled or expected")
    assert "February 3, 2025" in happened and "February 3, 2025" not in ahead
    assert "February 7, 2025" in ahead and "February 7, 2025" not in happened
    reported = page(desk, "/chronology?by=reported").said()
    assert reported.index("February 3, 2025") < reported.index("Divers will raise the ferry on Friday")


def test_notes_are_a_page(desk: TestClient) -> None:
    assert "a note: unclear-place" in page(desk, "/notes").text


def test_an_address_of_old_leads_to_what_took_its_place(tmp_path: Path) -> None:
    first = ferry_reports()[0]
    with served(str(tmp_path / "a.ledger"), ferry_reports()) as client:
        name = client.get("/api/v1/stories").json()["stories"][0]["reports"][-1]
        moved = client.get(f"/stories/st-{name.removeprefix('r-')}")
        assert moved.status_code in (200, 307)
        assert client.get(moved.headers.get("location", "/")).status_code == 200
        assert client.get(f"/reports/{first.report.id}").status_code in (200, 307, 404)
        page(client, "/stories/st-nothing", 404)
        page(client, "/reports/r-nothing", 404)
        page(client, "/nothing", 404)
        page(client, "/?since=soon", 422)
        gone = next(link for link in page(client, "/").links if link.startswith("/stories/"))
        assert "not there any more" in page(client, f"{gone}/points/pt-gone", 404).text


def test_a_long_list_goes_by_the_page_each_story_once(tmp_path: Path) -> None:
    records = [
        report(f"The {word} council met, mayor {name} said.", "The Strand", f"2025-03-{day:02}",
               Says(f"mayor {name}", f"The {word} council met", name=name))
        for day, (word, name) in enumerate(
            [("Aldham", "Ina Kolk"), ("Brekvik", "Olav Rem"), ("Corund", "Sven Aker"), ("Drosna", "Mila Petrov"),
             ("Elmarsh", "Tobias Wren"), ("Fernau", "Greta Holm"), ("Gislow", "Peter Quast")], 1,
        )
    ]  # fmt: skip
    with served(str(tmp_path / "many.ledger"), records, Settings(per_page=3)) as client:
        seen: list[str] = []
        where = "/"
        for _ in range(9):
            found = page(client, where)
            seen += [link for link in found.links if link.startswith("/stories/")]
            more = [link for link in found.links if "after=" in link]
            if not more:
                break
            where = more[-1]
        assert len(seen) == len(set(seen)) == client.get("/api/v1/stories?limit=100").json()["stories"].__len__()


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)> \u202eevil\u202c \x1b[31m \u2066x"


def test_hostile_reports_stay_text(tmp_path: Path) -> None:
    made = report(
        f"Mayor Ida Roth said the bridge {HOSTILE} was closed. Police have not said why {HOSTILE}.",
        f"Wire {HOSTILE}", "2025-02-03T08:00:00Z",
        Says("Mayor Ida Roth", f"the bridge {HOSTILE} was closed", name=f"Ida {HOSTILE}"),
        silences=[(HOSTILE, f"Police have not said why {HOSTILE}")], notes=[HOSTILE], title=HOSTILE, dateline=HOSTILE,
    )  # fmt: skip
    for url in ("javascript:alert(1)", 'https://a.example/"onmouseover=alert(1)', "data:text/html,x"):
        bad = replace(made, report=replace(made.report, url=url, file=f"{HOSTILE}.txt", byline=HOSTILE, language='"x'))
        with served(str(tmp_path / f"{len(url)}.ledger"), [bad]) as client:
            name = client.get("/api/v1/reports").json()["reports"][0]["id"]
            story = next(link for link in page(client, "/").links if link.startswith("/stories/"))
            paths = ["/", f"/reports/{name}", story, "/search?text=bridge", "/chronology?by=reported", "/notes",
                     "/search?text=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE", "/chronology"]  # fmt: skip
            for path in paths:
                found = page(client, path)
                assert not found.inline and "img" not in found.tags, path
                assert found.tags.count("title") == 1, path
                assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", found.source), path
                assert not [link for link in found.links if link.startswith(("javascript", "data"))], path


def test_in_both_databases(address: str) -> None:  # noqa: F811
    with served(address, ferry_reports()) as client:
        story = _story(client)
        for path in ("/", story, "/search?text=rafts", "/search?source=Ida+Roth&type=ACCIDENT", "/chronology", "/notes",
                     "/search?place=AL&person=Roth&outlet=Baltwire&standing=echo&until=2025-02-04", "/?text=%00%27"):  # fmt: skip
            page(client, path)
        assert "Baltwire" in page(client, "/search").said()
        odd = ("%00", "%ED%A0%80", "%F0%9F%92%A9", "'", "%25", "\\", "..%2F..", "%0A", "%E2%80%AE")
        for one in odd:
            for where in ("/stories/{}", "/reports/{}", "/sources/{}", "/sources/a{}b", "/search?text={}", "/?source={}",
                          "/map?place={}", "/chronology?person={}", "/check?published={}", "/review?outlet={}",
                          "/export/{}", "/api/v1/reports/{}", "/api/v1/points?type={}", "/notes?standing={}"):  # fmt: skip
                assert client.get(where.format(one)).status_code < 500, where.format(one)


def test_every_export_of_a_filter(desk: TestClient) -> None:
    from sayso.server.exports import formats

    for name in formats():
        answer = desk.get(f"/export/{name}?outlet=Baltwire")
        assert answer.status_code in (200, 501), name
        if answer.status_code == 200:
            assert answer.content and answer.headers["content-disposition"].startswith("attachment"), name
    assert desk.get("/export/nothing").status_code == 404


def test_a_report_is_taken_elsewhere_from_its_page(desk: TestClient) -> None:
    path = _report(desk, "life rafts")
    links = [link for link in page(desk, path).links if link.startswith("/export/")]
    assert any("/export/jsonl?report=" in link for link in links)
    for link in links:
        assert desk.get(link).status_code in (200, 501), link
    lines = desk.get(next(link for link in links if "/jsonl?" in link)).text.splitlines()
    assert len(lines) == 1 and "life rafts" in lines[0]
    assert desk.get("/export/jsonl?report=r-nothing").status_code == 404


def test_an_export_of_too_much_is_refused(tmp_path: Path) -> None:
    with served(str(tmp_path / "a.ledger"), ferry_reports(), Settings(export_reports=2)) as client:
        assert "narrow the filter" in page(client, "/export/jsonl", 413).said()
        assert client.get("/export/jsonl?outlet=Radio+Sund").status_code == 200


def test_a_point_that_is_only_denied_says_so_before_its_words(tmp_path: Path) -> None:
    denial = report(
        "The operator denied that it had opened the gates on Monday.", "The Quay", "2025-03-04",
        Says("The operator", "that it had opened the gates on Monday", polarity="negative", stance="denies"),
        dates={"Monday": "2025-03-03"}, title="Gates",
    )  # fmt: skip
    with served(str(tmp_path / "denied.ledger"), [denial]) as client:
        story = client.get("/api/v1/stories").json()["stories"][0]["id"]
        shown = page(client, f"/stories/{story}")
        assert (3, "Denied: it had opened the gates on Monday") in shown.headings
        for path in ("/search?text=gates", "/chronology"):
            assert "Denied: it had opened the gates on Monday" in page(client, path).said()


def test_a_point_of_very_many_claims_names_some_and_leads_to_the_rest(desk: TestClient) -> None:
    ledger = desk.app.state.desk.ledger  # type: ignore[attr-defined]
    with asking(ledger) as (asked, _):
        story, lines = next(iter(asked.stories(Filters())))
        shown = view(asked.points(story, lines)[0], lines)
    many = replace(shown, sayings=shown.sayings[:1] * 150, changes=shown.changes[:1] * 50)
    made = environment().from_string('{% from "parts.html.jinja" import point %}{{ point(it) }}').render(it=many)
    assert "and 50 more" in made
    assert f'href="/api/v1/points?story={story.id}"' in made


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("that nine people had drowned", "nine people had drowned"),
        ("that was a mistake", "that was a mistake"),
        ("that would be wrong", "that would be wrong"),
        ("That nine people had drowned", "That nine people had drowned"),
        ("thatched roofs burned", "thatched roofs burned"),
        ("that", "that"),
    ],
)
def test_a_headline_stands_without_the_that_of_who_said_it(said: str, line: str) -> None:
    assert headline(said) == line


def test_a_story_in_the_filter_is_called_by_its_name_or_is_said_not_to_be_there(desk: TestClient) -> None:
    story = desk.get("/api/v1/stories").json()["stories"][0]
    for path in ("/chronology", "/map", "/sources", "/search"):
        assert story["title"] in page(desk, f"{path}?story={story['id']}").said()
        assert "not in this ledger" in page(desk, f"{path}?story=st-nothing").said()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/search?since=yesterday", "from: a year, a month or a day is needed, as 2024, 2024-10 or 2024-10-07"),
        ("/search?n=many", "n: a number is needed"),
        ("/search?n=99999999", "n: a number is needed, 10,000 at most"),
        ("/chronology?by=chance", "by: it can be 'happened' or 'reported'"),
        ("/search?text=" + "x" * 201, "words: at most 200 characters are taken"),
        ("/?after=abc", "after: this is no such value"),
    ],
)
def test_what_is_wrong_in_an_address_is_said_in_words(desk: TestClient, asked: str, said: str) -> None:
    assert said in page(desk, asked, 422).said()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("and that it would go to court", "it would go to court"),
        ("though the talks may still collapse", "the talks may still collapse"),
        ("Andorra has a lake", "Andorra has a lake"),
        ('the company had given way "for the sake of the passengers', 'the company had given way "for the sake of the passengers"'),
        ("“Nobody can drive nine hours,”", "Nobody can drive nine hours"),
        ("“Yes,” and “no,”", "“Yes,” and “no,”"),
        ("the minister’s wall", "the minister’s wall"),
    ],
)  # fmt: skip
def test_what_is_said_stands_as_a_line_of_its_own(text: str, shown: str) -> None:
    assert headline(text) == shown


def test_a_point_of_nobodys_independent_word_says_whose_it_is(tmp_path: Path) -> None:
    made = [
        report(
            "A clerk said that the bridge had been sold.", "The Quay", "2025-03-04",
            Says("A clerk", "that the bridge had been sold", anonymous=True), title="Bridge",
        ),
        report("Snow closed the pass of Tarn.", "Radio Vell", "2025-03-05", title="Snow"),
    ]  # fmt: skip
    with served(str(tmp_path / "whose.ledger"), made) as client:
        said = {
            text for story in client.get("/api/v1/stories").json()["stories"]
            for text in [page(client, f"/stories/{story['id']}").said()]
        }  # fmt: skip
    assert any("On anonymous word only: A clerk, in The Quay" in text for text in said)
    assert any("Independence not established: Radio Vell, in its own words" in text for text in said)


def test_notes_stand_before_the_reports_that_have_none(tmp_path: Path) -> None:
    noted = report("The mill burned.", "The Quay", "2025-03-04", notes=["The year is not told."], title="Mill")
    clear = [report(f"Lamp {i} went out.", "The Quay", f"2025-03-0{i}", title=f"Lamp {i}") for i in (5, 6)]
    with served(str(tmp_path / "notes.ledger"), [noted, *clear]) as client:
        said = page(client, "/notes").said()
        assert said.index("The year is not told.") < said.index("Nothing to note in 2 reports more")
        assert "Lamp 5" in said


def test_a_denial_that_is_checked_against_says_that_it_is_one(tmp_path: Path) -> None:
    denial = report(
        "The operator denied that the gates had opened.", "The Quay", "2025-03-04",
        Says("The operator", "that the gates had opened", polarity="negative", stance="denies"), title="Gates",
    )  # fmt: skip
    with served(str(tmp_path / "checked.ledger"), [denial]) as client:
        said = page(client, "/check?claim=The+gates+had+opened").said()
    assert "Denied: “that the gates had opened”" in said and "Denied: the gates had opened" in said


def test_a_filter_that_cannot_hold_says_so(desk: TestClient) -> None:
    for path in ("/", "/search", "/map", "/sources", "/chronology", "/notes", "/review"):
        assert "Nothing stands “maybe”: it can be certain, probable" in page(desk, f"{path}?standing=maybe").said()
        assert "Nothing stands" not in page(desk, f"{path}?standing=Denies").said()
        assert "No day is from 2027 and until 2020-02" in page(desk, f"{path}?since=2027&until=2020-02").said()
        page(desk, f"{path}?since=2026-13", 422)


def test_an_empty_ledger_leads_to_adding(tmp_path: Path) -> None:
    with served(str(tmp_path / "empty.ledger")) as client:
        home = page(client, "/")
        assert "The ledger is empty" in home.said() and home.links.count("/add") == 2
        for path in (
            "/chronology",
            "/map",
            "/sources",
            "/search",
            "/notes",
            "/review",
            "/history",
            "/check?claim=It+rained.",
        ):
            page(client, path)
