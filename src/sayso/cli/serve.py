"""``sayso serve``: a ledger, or a few reports, in the browser."""

from __future__ import annotations

import ipaddress
import socket
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.cli.export import is_ledger
from sayso.cli.ledger import opened
from sayso.cli.read import OF_ONE, OK, TOLD, UsageError

if TYPE_CHECKING:
    from sayso.server.settings import Settings


def serve(arguments: Namespace) -> int:
    """Serve what ``arguments`` name until it is interrupted; the exit code.

    Raises:
        UsageError: there is no such ledger, no report in the files, or nowhere to listen.
    """
    with _ledger(arguments) as name, _listening(arguments.host, arguments.port) as listening:
        _run(name, _settings(arguments), listening, browser=arguments.open)
    return OK


@contextmanager
def _ledger(arguments: Namespace) -> Iterator[str]:
    """The ledger that is meant, or one that lasts as long as it is served."""
    first = arguments.inputs[0]
    if is_ledger(first):
        if len(arguments.inputs) > 1:
            raise UsageError(f"{first}: is a ledger, and only one input can be given with it")
        wrong = [f"--{key}" for key in (*TOLD, "map") if getattr(arguments, key) is not None]
        if wrong:
            raise UsageError(f"{' and '.join(wrong)}: can be told of files, not of a ledger")
        yield first
        return
    from sayso.cli.ledger_add import add_all

    missing = [one for one in arguments.inputs if one != "-" and "://" not in one and not Path(one).exists()]
    if missing:
        raise UsageError(f"{missing[0]}: there is no such file or ledger")
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        name = str(Path(folder) / "reports.ledger")
        with opened(name, create=True) as ledger:
            told = {key: getattr(arguments, key) for key in {*TOLD, *OF_ONE}}
            add_all(ledger, Namespace(files=arguments.inputs, meta=None, map=arguments.map, **told))
            if _empty(ledger):
                raise UsageError("none of that holds a report that could be read")
        yield name


def _empty(ledger: object) -> bool:
    import sqlalchemy as sa

    from sayso.ledger import Ledger
    from sayso.ledger.schema import reports

    assert isinstance(ledger, Ledger)
    with ledger.reading() as connection:
        return connection.execute(sa.select(reports.c.n).limit(1)).first() is None


def _settings(arguments: Namespace) -> Settings:
    from sayso.server.settings import Settings

    hosts = {*arguments.allow_host}
    try:
        ipaddress.ip_address(arguments.host)
    except ValueError:
        hosts.add(arguments.host.lower())
    return Settings(hosts=frozenset(hosts))


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there, so that what is wrong with it is known before anything is loaded."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        raise UsageError(f"cannot listen at {host}, port {port}: {error.strerror or error}") from error
    with made:
        yield made


def _run(name: str, settings: Settings, listening: socket.socket, *, browser: bool) -> None:
    import uvicorn

    from sayso.ledger import LedgerError
    from sayso.server.app import create_app

    try:
        app = create_app(name, settings)
    except LedgerError as error:
        raise UsageError(str(error)) from error
    where = address(listening)
    # The proxy headers of whoever connects are not believed, and the request log would hold what people look for.
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, proxy_headers=False, server_header=False)
    )
    print(f"{where}  (Ctrl-C ends it)", file=sys.stderr)  # noqa: T201
    if browser:
        import webbrowser

        webbrowser.open(where)
    server.run(sockets=[listening])


def address(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
