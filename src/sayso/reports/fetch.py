"""Fetching one named web address, and nothing on this machine or its network.

The name is resolved once, every address it stands for must be public, and the connection goes to that
very address (so a name cannot change between the check and the call); the same at every redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urljoin, urlsplit

from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch(url: str, limits: Limits = LIMITS) -> bytes:
    """The bytes behind ``url``.

    Raises:
        UnreadableReport: the address is not public, or a limit was passed, or the answer is no success.
    """
    end = time.monotonic() + limits.max_fetch_seconds
    for _ in range(limits.max_redirects + 1):
        status, target, body = _get(url, limits, end)
        if status in _REDIRECTS and target:
            url = urljoin(url, target)
            continue
        if status != http.client.OK:
            raise UnreadableReport(f"{url} answered {status}")
        return body
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
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global or mapped.is_multicast:
            raise UnreadableReport(f"{host} is {address}, which is not on the public internet; it is not fetched")
    if not found:
        raise UnreadableReport(f"{host} has no address")
    return str(found[0])


def _get(url: str, limits: Limits, end: float) -> tuple[int, str | None, bytes]:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnreadableReport(f"{url} is no http or https address")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise UnreadableReport(f"{url}: {error}") from error
    address = public_address(parts.hostname, port)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=max(0.1, end - time.monotonic()))
    try:
        raw = socket.create_connection((address, port), timeout=max(0.1, end - time.monotonic()))
        secure = parts.scheme == "https"
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname) if secure else raw
        )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "sayso", "Accept": "text/html,text/plain"})
        answer = connection.getresponse()
        body = bytearray()
        while chunk := answer.read1(65536):
            body += chunk
            if len(body) > limits.max_bytes:
                raise UnreadableReport(f"{url} is longer than {limits.max_bytes:,} bytes")
            if time.monotonic() > end:
                raise UnreadableReport(f"{url} took longer than {limits.max_fetch_seconds:.0f} seconds")
        return answer.status, answer.getheader("Location"), bytes(body)
    except (OSError, http.client.HTTPException) as error:
        raise UnreadableReport(f"{url} cannot be fetched: {error}") from error
    finally:
        connection.close()
