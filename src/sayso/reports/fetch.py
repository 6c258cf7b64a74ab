"""Fetching one named web address, and nothing on this machine or its network.

The name is resolved once, every address it stands for must be public, and the connection goes to that
very address (so a name cannot change between the check and the call); the same at every redirect.
The time limit holds for the whole call: a timer shuts the connection, since a socket's own time-out starts
anew with every byte that a slow server sends. Looking a name up is the system's, and keeps the system's time.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EMBEDDING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits: RFC 6052, RFC 4291 (deprecated), RFC 2765."""
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
"""RFC 8215: for translation within a network, and so to whatever that network likes."""
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?"
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.I)
_LONGEST_TYPE = 500
_ACCEPT = "text/html,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    url: str
    """Where it was found in the end."""
    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    @property
    def charset(self) -> str | None:
        """The encoding that the server says the body is in."""
        found = _CHARSET.search(self.headers.get("content-type", "")[:_LONGEST_TYPE])
        return found.group(1) if found is not None else None


def fetch(url: str, limits: Limits = LIMITS, *, permit: Callable[[str], None] | None = None) -> Answer:
    """The answer behind ``url``, if it is a success.

    Args:
        permit: is called with each address before it is asked, and raises where it may not be.

    Raises:
        UnreadableReport: the address is not public, or a limit was passed, or the answer is no success.
    """
    answer = ask(url, limits, permit=permit)
    if answer.status != http.client.OK:
        raise UnreadableReport(f"{answer.url} answered {answer.status}")
    return answer


def ask(
    url: str, limits: Limits = LIMITS, *, headers: Mapping[str, str] | None = None,
    permit: Callable[[str], None] | None = None,
) -> Answer:  # fmt: skip
    """What is answered at ``url``, behind all redirects, be it a success or not.

    Args:
        headers: what to send beside the usual: ``If-None-Match`` and ``If-Modified-Since``.
        permit: is called with each address before it is asked, and raises where it may not be.

    Raises:
        UnreadableReport: the address is not public, or a limit was passed, or nothing is answered.
    """
    end = time.monotonic() + limits.max_fetch_seconds
    for _ in range(limits.max_redirects + 1):
        if permit is not None:
            permit(url)
        answer = _get(url, limits, end, headers or {})
        target = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not target:
            return answer
        try:
            url = urljoin(url, target)
        except ValueError as error:
            raise UnreadableReport(f"{url} redirects to {target[:200]!r}, which is no web address") from error
    raise UnreadableReport(f"more than {limits.max_redirects} redirects")


def public_address(host: str, port: int) -> str:
    """An address of ``host``, when all it has are public.

    Raises:
        UnreadableReport: it has none, or one that is private, loopback, link-local or reserved.
    """
    try:
        found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise UnreadableReport(f"{host} cannot be found: {error}") from error
    for one in found:
        address = ipaddress.ip_address(str(one).partition("%")[0])
        if not _public(address):
            raise UnreadableReport(f"{host} is {address}, which is not on the public internet; it is not fetched")
    if not found:
        raise UnreadableReport(f"{host} has no address")
    return str(found[0])


def _public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and any(address in some for some in _EMBEDDING):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _public(inner)
        if address.is_site_local or address in _LOCAL_NAT64:
            return False
    return address.is_global and not address.is_multicast


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """A web address, its host in ASCII, and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise UnreadableReport(f"{url!r} is no web address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise UnreadableReport(f"{url!r} is no http or https address")
    if any(c <= " " or c == "\x7f" for c in host):
        raise UnreadableReport(f"{url!r} has a blank or a control character in its host's name")
    return parts, host, port


def _connect(connection: http.client.HTTPConnection, address: str, secure: bool, left: float) -> None:
    """Connect to that very address; the name is only what the certificate must be for."""
    connection.sock = socket.create_connection((address, connection.port), timeout=left)
    if secure:
        context = ssl.create_default_context()
        # The handshake waits until the timer can see the socket.
        connection.sock = context.wrap_socket(
            connection.sock, server_hostname=connection.host, do_handshake_on_connect=False
        )
        connection.sock.do_handshake()


def _shut(connection: http.client.HTTPConnection, sockets: list[socket.socket]) -> None:
    for one in (connection.sock, *sockets):
        if one is not None:
            # Of the socket itself, not of TLS: that would wait for the other side.
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)


def _get(url: str, limits: Limits, end: float, more: Mapping[str, str]) -> Answer:
    parts, host, port = _parts(url)
    address = public_address(host, port)
    left = end - time.monotonic()
    late = UnreadableReport(f"{url} took longer than {limits.max_fetch_seconds:g} seconds")
    if left <= 0:
        raise late
    connection = http.client.HTTPConnection(host, port, timeout=left)
    # http.client lets go of its socket when the answer says 'close'; the timer needs it until the body is read.
    sockets: list[socket.socket] = []
    timer = threading.Timer(left, _shut, (connection, sockets))
    timer.daemon = True
    timer.start()
    try:
        _connect(connection, address, parts.scheme == "https", left)
        sockets.append(connection.sock)
        path = quote(parts.path or "/", safe=_PATH_SAFE)
        path += f"?{quote(parts.query, safe=_QUERY_SAFE)}" if parts.query else ""
        connection.request(
            "GET", path, headers={"User-Agent": "sayso", "Accept": _ACCEPT, "Connection": "close", **more}
        )
        answer = connection.getresponse()
        encoding = answer.getheader("Content-Encoding", "identity")
        if answer.status == http.client.OK and encoding.strip().lower() not in {"", "identity"}:
            raise UnreadableReport(f"{url} is sent as {encoding[:40]!r}, which was not asked for and is not read")
        body = bytearray()
        while chunk := answer.read1(65536):
            body += chunk
            if len(body) > limits.max_bytes:
                raise UnreadableReport(f"{url} is longer than {limits.max_bytes:,} bytes")
            if time.monotonic() >= end:
                raise late
        if time.monotonic() >= end:
            raise late
        told = answer.getheader("Content-Length", "")
        if not answer.chunked and told.isascii() and told.isdigit() and len(body) < int(told[:18]):
            raise UnreadableReport(f"{url} broke off after {len(body):,} of {told[:18]} bytes")
        told_headers = {name.lower(): value for name, value in reversed(answer.getheaders())}
        return Answer(url, answer.status, told_headers, bytes(body))
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        if time.monotonic() >= end:
            raise late from error
        raise UnreadableReport(f"{url} cannot be fetched: {error}") from error
    finally:
        timer.cancel()
        connection.close()
