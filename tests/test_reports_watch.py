"""Watching feeds: conditional requests, the waits that servers ask for, what is new into the ledger, going on after a cut."""

from __future__ import annotations

import json
import socket
import types
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sayso.cli import main
from sayso.ledger import open_ledger, views
from sayso.ledger.queries import Filters
from sayso.record.types import Note, Record, Report
from sayso.reports import Told, UnreadableReport, read_report
from sayso.reports.fetch import Answer
from sayso.reports.polling import LONGEST_WAIT, Feed, poll
from test_reports_fetch import OK, Server, server  # noqa: F401 - the fixture

NOW = 1_700_000_000.0
Asked = list[dict[str, str]]


def answering(
    status: int, headers: Mapping[str, str] | None = None, body: bytes = b"<rss/>"
) -> tuple[Callable[..., Answer], Asked]:
    asked: Asked = []

    def ask(url: str, sent: dict[str, str]) -> Answer:
        asked.append(sent)
        return Answer(url, status, headers or {}, body)

    return ask, asked


def test_a_feed_is_asked_for_only_if_it_changed() -> None:
    ask, asked = answering(200, {"etag": '"a1"', "last-modified": "Tue, 05 Mar 2024 10:15:00 GMT"})
    first = poll(Feed("https://bell.example/rss"), NOW, 900, ask)
    assert (first.body, first.problem, first.feed.due) == (b"<rss/>", None, NOW + 900)
    ask, asked = answering(304)
    second = poll(first.feed, NOW, 900, ask)
    assert asked == [{"If-None-Match": '"a1"', "If-Modified-Since": "Tue, 05 Mar 2024 10:15:00 GMT"}]
    assert (second.body, second.problem, second.feed.etag) == (None, None, '"a1"')


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [(200, {"cache-control": "public, max-age=3600"}, 3600), (200, {"cache-control": "max-age=5"}, 900),
     (429, {"retry-after": "7200"}, 7200), (503, {"retry-after": "Tue, 14 Nov 2023 23:13:20 GMT"}, 3600),
     (503, {"retry-after": "soon"}, 1800), (500, {}, 1800), (503, {"retry-after": "999999999"}, LONGEST_WAIT)],
)  # fmt: skip
def test_the_waits_that_a_server_asks_for(status: int, headers: Mapping[str, str], wait: float) -> None:
    assert poll(Feed("https://bell.example/rss"), NOW, 900, answering(status, headers)[0]).feed.due == NOW + wait


def test_failures_make_the_waits_longer_and_a_success_ends_them() -> None:
    def fails(url: str, sent: dict[str, str]) -> Answer:
        raise UnreadableReport("it cannot be found")

    feed = Feed("https://bell.example/rss", etag='"a1"')
    waits = []
    for _ in range(30):
        polled = poll(feed, NOW, 900, fails)
        feed = polled.feed
        waits.append(feed.due - NOW)
        assert polled.problem == "it cannot be found"
    assert waits[:3] == [1800, 3600, 7200]
    assert waits[-1] == LONGEST_WAIT
    assert poll(feed, NOW, 900, answering(304)[0]).feed.failures == 0


def test_a_feed_that_is_gone_is_not_asked_again() -> None:
    assert poll(Feed("https://bell.example/rss"), NOW, 900, answering(410)[0]).feed.gone


@pytest.mark.parametrize("value", ['"a"\r\nX-Evil: 1', '"' + "a" * 1000 + '"', "\u2028"])
def test_a_validator_that_could_break_out_is_not_sent_back(value: str) -> None:
    assert poll(Feed("https://bell.example/rss"), NOW, 900, answering(200, {"etag": value})[0]).feed.etag is None


FEED = """<rss><channel><title>The Bell</title>
<item><title>Pier burns</title><guid>1</guid><pubDate>Tue, 05 Mar 2024 10:15:00 GMT</pubDate>
<description>The pier at Skarholm burned on Monday, harbour master Ilse Brandt said.</description></item>
<item><title>Lake talks</title><link>http://ledger.example:{port}/lake</link><pubDate>Tue, 05 Mar 2024 10:15:00 GMT</pubDate></item>
<item><title>Closed</title><link>http://ledger.example:{port}/closed/1</link></item></channel></rss>"""


@pytest.fixture
def site(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:  # noqa: F811
    """A site with a feed, a page, and a page that is closed to programs; reading is by hand, and nobody waits."""

    def answers(called: socket.socket) -> None:
        asked = server.asked[-1].decode()
        path = asked.split(" ")[1]
        if path == "/robots.txt":
            called.sendall(OK + b"\r\nUser-agent: *\nDisallow: /closed/\n")
        elif path == "/rss" and 'If-None-Match: "v1"' in asked:
            called.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        elif path == "/rss":
            called.sendall(OK + b'ETag: "v1"\r\n\r\n' + FEED.format(port=server.port).encode())
        else:
            called.sendall(OK + b"\r\nTalks on the lake resumed on Tuesday, minister Jon Aasen said.")

    server.answer = answers
    module = types.ModuleType("sayso.reading")

    def read(report: Report, notes: tuple[Note, ...] = (), tables: object = None) -> Record:
        return Record(report, notes=notes)

    def read_bytes(data: bytes, *, file: str | None = None, told: Told | None = None, tables: object = None) -> Record:
        return read(*read_report(data, file=file, told=told))

    module.read, module.read_bytes = read, read_bytes  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "sayso.reading", module)
    monkeypatch.setattr("sayso.cli.watch.PAUSE", 0.0)
    return server


def paths(server: Server) -> list[str]:  # noqa: F811
    return [line.decode().split(" ")[1] for line in server.asked]


def test_what_is_new_goes_into_the_ledger_and_a_second_run_asks_for_changes_only(
    site: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger, feed = str(tmp_path / "ledger.db"), f"http://ledger.example:{site.port}/rss"
    # One page is closed to programs, and that is said.
    assert main(["watch", feed, ledger, "--once"]) == 1
    assert "robots.txt" in capsys.readouterr().err
    assert paths(site) == ["/robots.txt", "/rss", "/lake"]
    opened = open_ledger(ledger)
    reports = sorted(views.stories(opened, Filters())["reports"], key=lambda r: str(r["title"]))
    opened.close()
    assert [(r["title"], r["outlet"], r["published"]) for r in reports] == [
        ("Lake talks", "The Bell", "2024-03-05T10:15:00+00:00"), ("Pier burns", "The Bell", "2024-03-05T10:15:00+00:00"),
    ]  # fmt: skip
    state = Path(f"{ledger}.watch.json")
    kept = json.loads(state.read_text())["feeds"][0]
    assert kept["tried"] == {
        f"http://ledger.example:{site.port}/lake": -1,
        f"http://ledger.example:{site.port}/closed/1": 1,
    }
    assert not list(tmp_path.glob("*.new"))
    # Not before it is due.
    assert main(["watch", feed, ledger, "--once"]) == 0
    assert len(site.asked) == 3
    # Nothing of what was fetched is fetched again, be the feed new or not.
    kept.update(due=0.0, etag=None)
    state.write_text(json.dumps({"feeds": [kept]}))
    assert main(["watch", feed, ledger, "--once"]) == 1
    assert paths(site)[3:] == ["/robots.txt", "/rss"]
    assert "2 known" not in capsys.readouterr().err


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger, feed = str(tmp_path / "ledger.db"), f"http://ledger.example:{site.port}/rss"
    from sayso.cli import watch

    whole = watch._fetch_listed

    def cut(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "_fetch_listed", cut)
    assert main(["watch", feed, ledger, "--once"]) == 130
    monkeypatch.setattr(watch, "_fetch_listed", whole)
    assert main(["watch", feed, ledger, "--once"]) == 1
    assert "1 added, 1 known" in capsys.readouterr().err
    opened = open_ledger(ledger)
    assert len(views.stories(opened, Filters())["reports"]) == 2
    opened.close()


@pytest.mark.parametrize("feed", ["http://127.0.0.1:1/rss", "http://[::1]/rss"])
def test_feeds_here_are_refused(feed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", feed, str(tmp_path / "ledger.db"), "--once"]) == 1
    assert "not on the public internet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        (["feed.xml", "ledger.db"], "a feed is a web address"),
        (["http://a.example/rss", "postgresql://x/y"], "--state FILE"),
    ],
)
def test_wrong_usage(argv: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", *argv, "--once"]) == 2
    assert complaint in capsys.readouterr().err


def test_a_state_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.json").write_text('{"feeds": [{"address": 1}]}')
    assert (
        main(["watch", "http://a.example/rss", str(tmp_path / "l.db"), "--once", "--state", str(tmp_path / "s.json")])
        == 2
    )
    assert "not what a watch keeps" in capsys.readouterr().err
