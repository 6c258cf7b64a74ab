"""Fetching a named web address: only public ones, within the limits, and every trouble is said."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sayso.reports import Item, Limits, Source, UnreadableReport, fetch, reports_in

OK = b"HTTP/1.1 200 OK\r\n"


class Server:
    """Answers every call on this machine with what ``answer`` sends; what it was asked is in ``asked``."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.asked: list[bytes] = []
        self.answer: Callable[[socket.socket], None] = lambda s: s.sendall(OK + b"Content-Length: 2\r\n\r\nhi")
        self.over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                called, _ = self.listening.accept()
            except OSError:
                return
            with called:
                try:
                    self.asked.append(called.recv(65536))
                    self.answer(called)
                except OSError:
                    continue

    def says(self, data: bytes) -> str:
        self.answer = lambda s: s.sendall(data)
        return f"http://ledger.example:{self.port}/"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server here that passes for a public one under ``ledger.example``; other names are looked up and checked."""
    checked = fetch.public_address
    monkeypatch.setattr(
        fetch, "public_address", lambda host, port: "127.0.0.1" if host == "ledger.example" else checked(host, port)
    )
    one = Server()
    yield one
    one.over.set()
    one.listening.close()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "::ffff:0:7f00:1", "64:ff9b:1::1", "fec0::1", "fe80::1",
     "fc00::1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "ff02::1", "2130706433"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(UnreadableReport, match="not on the public internet"):
        fetch.public_address(host, 80)


@pytest.mark.parametrize("host", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_are_taken(host: str) -> None:
    assert fetch.public_address(host, 80) == host


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(UnreadableReport, match=r"10\.0\.0\.1"):
        fetch.public_address("two.example", 80)


@pytest.mark.parametrize(
    "url",
    ["http://[", "ftp://ledger.example/", "http://", "http://a b.example/", "http://a..b/", "http://ex\u2100.example/",
     "http://ledger.example:99999/", "http://" + "a" * 300 + ".example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_said(url: str) -> None:
    with pytest.raises(UnreadableReport):
        fetch.fetch(url)


def test_a_page_is_fetched_with_its_path_and_query_escaped(server: Server) -> None:
    assert fetch.fetch(f"http://ledger.example:{server.port}/años/a b?q=ñ&r=%20").body == b"hi"
    assert server.asked[0].startswith(b"GET /a%C3%B1os/a%20b?q=%C3%B1&r=%20 HTTP/1.1\r\n")


def test_a_redirect_to_this_machine_is_refused(server: Server) -> None:
    to = f"http://127.0.0.1:{server.port}/".encode()
    url = server.says(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(UnreadableReport, match="not on the public internet"):
        fetch.fetch(url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("to", [b"http://[", b"file:///etc/hosts"])
def test_a_redirect_to_no_web_address_is_said(server: Server, to: bytes) -> None:
    url = server.says(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(UnreadableReport, match=r"web address|http or https"):
        fetch.fetch(url)


def test_redirects_come_to_an_end(server: Server) -> None:
    url = server.says(b"HTTP/1.1 302 Found\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(UnreadableReport, match="more than 2 redirects"):
        fetch.fetch(url, Limits(max_redirects=2))
    assert len(server.asked) == 3


def test_too_much_is_refused(server: Server) -> None:
    with pytest.raises(UnreadableReport, match="longer than 10 bytes"):
        fetch.fetch(server.says(OK + b"\r\n" + b"x" * 100), Limits(max_bytes=10))


@pytest.mark.parametrize("start", [OK + b"X: ", OK + b"\r\n", OK + b"Connection: close\r\n\r\n", b""])
def test_a_server_that_drips_is_left_in_time(server: Server, start: bytes) -> None:
    def drip(called: socket.socket) -> None:
        called.sendall(start)
        while not server.over.wait(0.05):
            called.sendall(b"a")

    server.answer = drip
    begun = time.monotonic()
    with pytest.raises(UnreadableReport, match=r"took longer than 0\.4 seconds"):
        fetch.fetch(f"http://ledger.example:{server.port}/", Limits(max_fetch_seconds=0.4))
    assert time.monotonic() - begun < 20


def test_a_server_that_drips_in_the_handshake_is_left_in_time(server: Server) -> None:
    def drip(called: socket.socket) -> None:
        called.sendall(b"\x16\x03\x03\x3f\xff")
        while not server.over.wait(0.05):
            called.sendall(b"\x00")

    server.answer = drip
    begun = time.monotonic()
    with pytest.raises(UnreadableReport):
        fetch.fetch(f"https://ledger.example:{server.port}/", Limits(max_fetch_seconds=0.4))
    assert time.monotonic() - begun < 20


def test_a_page_that_breaks_off_is_not_taken_for_whole(server: Server) -> None:
    with pytest.raises(UnreadableReport, match="broke off after 2 of 500 bytes"):
        fetch.fetch(server.says(OK + b"Content-Length: 500\r\n\r\nhi"))


def test_a_packed_page_is_refused(server: Server) -> None:
    with pytest.raises(UnreadableReport, match="gzip"):
        fetch.fetch(server.says(OK + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi"))


@pytest.mark.parametrize("answer", [b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", b"nonsense\r\n\r\n", b""])
def test_what_is_no_success_is_said(server: Server, answer: bytes) -> None:
    with pytest.raises(UnreadableReport):
        fetch.fetch(server.says(answer))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (b"text/html; charset=ISO-8859-2", "Port w Gda\u0144sku stoi."),
        (b"text/html; charset=utf-8", "Port w Gda\u0144sku stoi."),
        (b"text/html", "Port w Gda\u0144sku stoi."),
    ],
)
def test_a_page_is_in_the_encoding_that_its_server_or_else_it_itself_declares(
    server: Server, told: bytes, expected: str
) -> None:
    meta = b"" if b"8859" in told else b"<meta charset=iso-8859-2>"
    body = b"<html><head>" + meta + b"</head><body><article><p>Port w Gda\xf1sku stoi.</p></article></body></html>"
    url = server.says(OK + b"Content-Type: " + told + b"\r\n\r\n" + body)
    answer = fetch.fetch(url)
    assert answer.charset == (told.partition(b"charset=")[2].decode() or None)
    [item] = reports_in(answer.body, file=url, charset=answer.charset)
    assert isinstance(item, Item)
    assert item.report()[0].text == expected


@pytest.mark.parametrize("url", ["HTTP://127.0.0.1/a", "Https://localhost/", "hTTp://2130706433/"])
def test_an_address_in_capitals_is_an_address_and_no_file(url: str) -> None:
    with pytest.raises(UnreadableReport, match="not on the public internet"):
        Source(url).told()
