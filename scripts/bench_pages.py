"""Measures what the pages of `sayso serve` cost on the server with a ledger of many reports.

    python scripts/bench_pages.py [--stories examples/port-explosion …] [--reports 100000] [--long 150] [--ledger FILE]

The reports of each story are read once. What the ledger keeps of them then goes in again and again, each time with
other names of persons and bodies and on other days, until there are enough; outlets, places and kinds of events stay,
so that every filter lets much through. One story more has ``--long`` reports. The ledger is in a folder that is deleted
afterwards, unless --ledger names it; one that is there already is measured as it is.

For each page it prints a line of JSON: wall and processor milliseconds of the first request and the median of the next
five, in one process with the server. Before, points are worked out as the server does when it has had a while: for as
many of the newest stories as ``--warm`` says. On a machine that is busy with other things processor time says more.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from sayso.ledger import Ledger, browsing, open_ledger, views
from sayso.ledger.catalogue import Catalogue
from sayso.ledger.names import normal
from sayso.ledger.preparing import Prepared, prepare
from sayso.ledger.queries import Filters
from sayso.ledger.schema import keys, records, reports
from sayso.reading import read_bytes
from sayso.record.contract import dumps
from sayso.reports import Told
from sayso.server.app import create_app
from sayso.server.settings import Settings
from sayso.server.warming import warm_pages

FIRST_DAY = date(2020, 1, 1)
DAYS = 1800
AT_ONCE = 2_000
AGAIN = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    """Make the ledger, and ask for the pages."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--stories", type=Path, nargs="+", default=[Path("examples/port-explosion")])
    told.add_argument("--reports", type=int, default=100_000)
    told.add_argument("--long", type=int, default=150, help="reports of the longest story (default: 150)")
    told.add_argument("--warm", type=int, default=200, help="stories whose points are there before (default: 200)")
    told.add_argument("--ledger", help="the file to make or to measure")
    told.add_argument("--page", nargs="+", help="only these pages")
    given = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given.ledger or Path(folder) / "pages.ledger")
        if not path.exists():
            fill(path, [read(one) for one in given.stories], given.reports, given.long)
        ledger = open_ledger(str(path))
        asked = given.page or list(pages(ledger))
        with views.asking(ledger) as (view, _):
            everything = Catalogue(ledger).choose(view.connection, Filters())
            browsing.browse(view, everything, Filters(), size=given.warm, look=given.warm, patience=600.0)
        ledger.close()
        app = create_app(str(path), Settings(stories_warmed=0))
        with TestClient(app, base_url="http://localhost", follow_redirects=True) as client:
            warm_pages()
            while app.state.desk.index.now() is None:
                time.sleep(0.1)
            for address in asked:
                say({"page": address, **measured(client, address)})


def read(folder: Path) -> list[Prepared]:
    """The reports of a story, as the ledger takes them."""
    listed = json.loads((folder / "META.json").read_text("utf-8"))
    made = []
    for one in listed:
        told = Told(**{key: value for key, value in one.items() if key != "file"})
        record = read_bytes((folder / one["file"]).read_bytes(), file=one["file"], told=told)
        made.append(prepare(record, dumps(record), "bench"))
    return made


def fill(path: Path, stories: Sequence[Sequence[Prepared]], size: int, longest: int) -> None:
    """Put copies into the ledger until it has ``size`` reports, and one story of ``longest``."""
    ledger = open_ledger(str(path), create=True)
    rows = iter(copies(stories, size, longest))
    n = 0
    while True:
        some = [row for _, row in zip(range(AT_ONCE), rows, strict=False)]
        if not some:
            break

        def change(connection: sa.Connection, some: Sequence[tuple[int, Prepared]] = some, before: int = n) -> None:
            put(connection, some, before)

        ledger.write(change)
        n += len(some)
        sys.stderr.write(f"\r{n:,} reports")
    sys.stderr.write("\n")
    ledger.close()


def copies(stories: Sequence[Sequence[Prepared]], size: int, longest: int) -> Iterator[tuple[int, Prepared]]:
    """Story by story: the number of its first report in the ledger, and each report."""
    made, first, k = longest, 1, 0
    for i in range(longest):
        base = stories[0][i % len(stories[0])]
        yield 1, copied(base, "zz", FIRST_DAY + timedelta(days=DAYS + i // 40), f"long {i}", f"Outlet {i % 40}")
    while made < size:
        story = stories[k % len(stories)]
        first = made + 1
        tag = "".join(LETTERS[k // 26**power % 26] for power in range(4))
        for i, base in enumerate(story):
            yield first, copied(base, tag, FIRST_DAY + timedelta(days=k * 7919 % DAYS), f"{k} {i}")
            made += 1
        k += 1


def copied(base: Prepared, tag: str, day: date, salt: str, outlet: str | None = None) -> Prepared:
    """A report with other names, on another day."""
    columns = dict(base.columns)
    published = day.isoformat() + (columns["published"] or "")[10:]
    name = f"r-{sha256(salt.encode()).hexdigest()[:16]}.{base.id[-6:]}"
    kept = {word for key in ("outlet", "title") for word in normal(columns[key] or "").split()}
    kept |= {word for kind, key in base.keys if kind in ("place", "outlet", "type") for word in normal(key).split()}
    other = {
        word for kind, key in base.keys if kind in ("person", "source") for word in key.split()[-1:]
        if word not in kept and len(word) > 3 and word.isalpha()
    }  # fmt: skip
    pattern = re.compile(rf"\b({'|'.join(sorted(other)) or 'nobody at all'})\b", re.IGNORECASE)

    def changed(text: str) -> str:
        return pattern.sub(rf"\1{tag}", text)

    digest = json.loads(changed(zlib.decompress(base.digest).decode()))
    digest |= {"id": name, "published": published, "outlet": outlet or digest["outlet"]}
    record = json.loads(zlib.decompress(base.record))
    record["report"] |= {"id": name, "published": published, "outlet": outlet or record["report"]["outlet"]}
    columns |= {"published": published, "outlet": outlet or columns["outlet"]}
    filed = {(kind, changed(key) if kind in ("person", "source") else key) for kind, key in base.keys}
    return replace(
        base, content=name, id=name, outlet=columns["outlet"], columns=tuple(columns.items()), day=day.toordinal(),
        keys=tuple(sorted(filed)), digest=zlib.compress(json.dumps(digest).encode(), 3),
        record=zlib.compress(json.dumps(record).encode(), 3), body=changed(base.body),
    )  # fmt: skip


def put(connection: sa.Connection, some: Sequence[tuple[int, Prepared]], before: int) -> None:
    """Rows for some reports, whose stories are known."""
    version = read_version()
    numbered = [(before + i, component, one) for i, (component, one) in enumerate(some, 1)]
    same = {"version": version, "added": "2024-01-01T00:00:00+00:00"}
    connection.execute(reports.insert(), [
        {
            "n": n, "id": one.id, "content": one.content, **dict(one.columns), "day": one.day, "component": component,
            **same,
        }
        for n, component, one in numbered
    ])  # fmt: skip
    connection.execute(records.insert(), [
        {"report": n, "record": one.record, "digest": one.digest, "vector": one.packed_vector, **same}
        for n, _, one in numbered
    ])  # fmt: skip
    connection.execute(
        sa.text("INSERT INTO words (rowid, body) VALUES (:n, :body)"),
        [{"n": n, "body": one.body} for n, _, one in numbered],
    )
    connection.execute(
        keys.insert(), [{"kind": kind, "key": key, "report": n} for n, _, one in numbered for kind, key in one.keys]
    )


def read_version() -> str:
    """The version that the copies are said to be read by."""
    from sayso import __version__

    return __version__


def pages(ledger: Ledger) -> Iterable[str]:
    """What is asked for: every kind of page, searches of each kind, and the worst that are known."""
    with ledger.reading() as connection:
        longest, newest, middle = (
            connection.execute(query).scalar_one() for query in (
                sa.select(reports.c.id).where(reports.c.n == 1),
                sa.select(reports.c.id).order_by(reports.c.day.desc(), reports.c.n.desc()).limit(1),
                sa.select(reports.c.id).order_by(reports.c.day).offset(5_000).limit(1),
            )
        )  # fmt: skip
        place = str(connection.execute(
            sa.select(keys.c.key).where(keys.c.kind == "place").group_by(keys.c.key).order_by(sa.func.count().desc())
        ).scalar())[:2]  # fmt: skip
        types = [str(kind) for (kind,) in connection.execute(
            sa.select(keys.c.key).where(keys.c.kind == "type").group_by(keys.c.key).order_by(sa.func.count().desc())
        )]  # fmt: skip
        source = str(connection.execute(
            sa.select(keys.c.key).where(keys.c.kind == "source").group_by(keys.c.key).order_by(sa.func.count().desc())
        ).scalar())  # fmt: skip
    yield from ("/", "/?after=5000", "/search", "/search?text=warehouse", "/search?text=warehouse+port")
    yield from (
        f"/search?source={source}",
        f"/search?place={place}",
        *(f"/search?place={place}&type={t}" for t in types),
    )
    yield from (
        "/search?person=hoxhaaaaa",
        "/search?since=2022&until=2022-06&text=port",
        "/search?text=absent+warehouse",
    )
    yield from ("/chronology", "/chronology?text=port", "/map", f"/map?place={place}", "/sources", "/sources?text=port")
    yield from (f"/reports/{newest}", f"/stories/{newest}", f"/stories/{middle}", f"/reports/{middle}")
    yield from (f"/stories/{longest}", f"/map?story={longest}", f"/chronology?story={longest}")
    yield from (f"/sources?story={longest}", f"/reports/{longest}", f"/review?story={longest}")
    yield from ("/notes", "/notes?n=3000", "/review", "/history", "/add", "/api/v1/stories", "/api/v1/points?limit=5")
    yield from (f"/api/v1/facets?place={place}", "/api/v1/reports?text=warehouse")


def measured(client: TestClient, address: str) -> dict[str, Any]:
    """What a page costs, first and again."""
    costs = []
    for _ in range(1 + AGAIN):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(address)
        costs.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    again = [median(one[i] for one in costs[1:]) for i in (0, 1)]
    return {
        "status": answer.status_code, "kb": len(answer.content) // 1000, "first_wall_ms": round(costs[0][0]),
        "first_ms": round(costs[0][1]), "wall_ms": round(again[0]), "ms": round(again[1]),
    }  # fmt: skip


def say(line: dict[str, Any]) -> None:
    """A line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
