"""robots.txt: what a site does not let programs fetch is not fetched."""

from __future__ import annotations

import socket
import time

import pytest

from sayso.reports import Source, UnreadableReport, fetch
from sayso.reports.robots import Robots, parse
from test_reports_fetch import OK, Server, server  # noqa: F401 - the fixture

RULES = b"""\xef\xbb\xbf# for everybody
User-agent: *
Disallow: /

User-agent: other
user-agent: SAYSO
Crawl-delay: 5
Disallow: /drafts/   # not yet
Allow: /drafts/open
Disallow: /*.pdf$
Disallow: /search*q=
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/drafts/1", False), ("/drafts/open/1", True), ("/a.pdf", False), ("/a.pdf?x", True),
     ("/search?a=1&q=2", False), ("/search?a=1", True), ("/draft\u0161", True)],
)  # fmt: skip
def test_the_longest_rule_that_fits_decides(path: str, allowed: bool) -> None:
    assert parse(RULES).allow(path) is allowed
    assert parse(RULES, "stranger").allow(path) is False


def test_the_delay_is_read_and_bounded() -> None:
    assert (parse(RULES).delay, parse(b"User-agent: *\nCrawl-delay: 1e99").delay) == (5.0, 60.0)


def test_regex_bait_in_rules_takes_no_long() -> None:
    begun = time.process_time()
    parse(b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"$\n").allow("/" + "a" * 100_000 + "b")
    assert time.process_time() - begun < 5


def answer(server: Server, robots: bytes) -> str:  # noqa: F811
    def answers(called: socket.socket) -> None:
        called.sendall(
            robots if server.asked[-1].startswith(b"GET /robots.txt ") else OK + b"Content-Length: 2\r\n\r\nhi"
        )

    server.answer = answers
    return f"http://ledger.example:{server.port}"


def test_a_page_that_is_closed_to_programs_is_not_asked_for(server: Server) -> None:  # noqa: F811
    site = answer(server, OK + b"\r\nUser-agent: *\nDisallow: /drafts")
    assert Source(f"{site}/open").read() == b"hi"
    with pytest.raises(UnreadableReport, match=r"robots\.txt of .* does not let programs fetch"):
        Source(f"{site}/drafts/1").read()
    assert [line.split(b" ")[1] for line in server.asked] == [b"/robots.txt", b"/open", b"/robots.txt"]


def test_a_redirect_to_what_is_closed_is_not_followed(server: Server) -> None:  # noqa: F811
    def answers(called: socket.socket) -> None:
        robots = server.asked[-1].startswith(b"GET /robots.txt ")
        called.sendall(
            OK + b"\r\nUser-agent: *\nDisallow: /drafts"
            if robots
            else b"HTTP/1.1 302 Found\r\nLocation: /drafts/1\r\nContent-Length: 0\r\n\r\n"
        )

    server.answer = answers
    with pytest.raises(UnreadableReport, match="does not let programs"):
        fetch.fetch(f"http://ledger.example:{server.port}/", permit=Robots().permit)


@pytest.mark.parametrize(("status", "allowed"), [(b"404 No", True), (b"403 No", True), (b"503 Later", False)])
def test_no_rules_allow_everything_and_a_server_in_trouble_nothing(
    server: Server,  # noqa: F811
    status: bytes,
    allowed: bool,
) -> None:
    site = answer(server, b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
    if allowed:
        assert Source(f"{site}/a").read() == b"hi"
    else:
        with pytest.raises(UnreadableReport, match="does not let programs"):
            Source(f"{site}/a").read()
