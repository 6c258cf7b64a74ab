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
    from starlette.types import ASGIApp

    from sayso.server.settings import Settings


def serve(arguments: Namespace) -> int:
    """Serve what ``arguments`` name until it is interrupted; the exit code.

    Raises:
        UsageError: there is no such ledger, no report in the files, or nowhere to listen.
    """
    _checked(arguments)
    if arguments.auth:
        with _listening(arguments.host, arguments.port) as listening:
            _run(_desk(arguments), listening, arguments)
        return OK
    with _ledger(arguments) as name, _listening(arguments.host, arguments.port) as listening:
        _run(_pages(name, _settings(arguments)), listening, arguments)
    return OK


def _checked(arguments: Namespace) -> None:
    """Refuse what would let passwords or pages out.

    Raises:
        UsageError: the options do not go together.
    """
    if bool(arguments.certificate) != bool(arguments.private_key):
        raise UsageError("--certificate and --private-key go together")
    if not arguments.auth:
        if arguments.people or arguments.behind_https:
            raise UsageError("--people and --behind-https are for --auth")
        return
    if not (arguments.certificate or arguments.behind_https or _loopback(arguments.host)):
        raise UsageError(
            f"passwords would go to {arguments.host} unencrypted: give --certificate and --private-key, or "
            "--behind-https where a proxy before this server speaks https"
        )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _desk(arguments: Namespace) -> ASGIApp:
    """The ledgers that are meant, each a case behind sign-in."""
    from sayso.ledger import LedgerError
    from sayso.server.auth.cases import cases_of, create_desk
    from sayso.server.auth.people import PeopleError, beside, open_people

    wrong = [one for one in arguments.inputs if not is_ledger(one)]
    if wrong:
        raise UsageError(f"{wrong[0]}: with --auth, ledgers are served, and this is none")
    first = arguments.inputs[0]
    try:
        people = open_people(arguments.people or beside(first))
        if not people.everyone():
            raise UsageError(f"nobody may sign in yet: sayso users {first} add NAME --role admin --every-case")
        secure = bool(arguments.certificate) or arguments.behind_https
        return create_desk(cases_of(arguments.inputs), people, _settings(arguments), behind_https=secure)
    except (PeopleError, LedgerError, ValueError) as error:
        raise UsageError(str(error)) from error


@contextmanager
def _ledger(arguments: Namespace) -> Iterator[str]:
    """The ledger that is meant, or one that lasts as long as it is served."""
    first = arguments.inputs[0]
    if is_ledger(first):
        if len(arguments.inputs) > 1:
            raise UsageError(f"{first}: is a ledger, and only one input can be given with it (ledgers: with --auth)")
        wrong = [f"--{key}" for key in (*TOLD, "map", "meta") if getattr(arguments, key) is not None]
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
            add_all(ledger, Namespace(files=arguments.inputs, meta=arguments.meta, map=arguments.map, **told))
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
    return Settings(hosts=frozenset(hosts), passing=not is_ledger(arguments.inputs[0]))


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there, so that what is wrong with it is known before anything is loaded."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        # From now on a browser that comes early waits, instead of being told that nobody is there.
        made.listen()
    except OSError as error:
        raise UsageError(f"cannot listen at {host}, port {port}: {error.strerror or error}") from error
    with made:
        yield made


def _pages(name: str, settings: Settings) -> ASGIApp:
    from sayso.ledger import LedgerError
    from sayso.server.app import create_app

    try:
        return create_app(name, settings)
    except LedgerError as error:
        raise UsageError(str(error)) from error


def _run(app: ASGIApp, listening: socket.socket, arguments: Namespace) -> None:
    import uvicorn

    where = address(listening)
    if arguments.certificate:
        where = where.replace("http:", "https:", 1)
    # The proxy headers of whoever connects are not believed, and the request log would hold what people look for.
    told = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, server_header=False,
        ssl_certfile=arguments.certificate, ssl_keyfile=arguments.private_key,
    )  # fmt: skip
    try:
        told.load()
    except OSError as error:
        raise UsageError(f"the certificate or its key cannot be used: {error}") from error
    server = uvicorn.Server(told)
    print(f"{where}  (Ctrl-C ends it)", file=sys.stderr)  # noqa: T201
    if arguments.open:
        import webbrowser

        webbrowser.open(where)
    server.run(sockets=[listening])


def address(listening: socket.socket) -> str:
    """What to type into a browser on this machine."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
