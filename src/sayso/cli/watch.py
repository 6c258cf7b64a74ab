"""``sayso watch``: feeds, polled politely, and what is new in them into a ledger."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sayso.cli.ledger import opened
from sayso.cli.ledger_add import put
from sayso.cli.progress import Progress
from sayso.cli.read import OK, UNREADABLE, UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.reports import Address, Item, Told
    from sayso.reports.polling import Feed
    from sayso.reports.robots import Robots

PAUSE = 2.0
"""Seconds between two requests to one site, at least."""
TRIES = 3
"""How often an address is tried, one poll after the other."""
FETCHED = -1


@dataclass(slots=True)
class _Run:
    """What one run carries along."""

    ledger: Ledger
    robots: Robots
    state: Path
    feeds: dict[str, Feed]
    progress: Progress
    pages: int
    """How many pages a poll may fetch."""
    asked: dict[str, float] = field(default_factory=dict)
    """When each site was last asked."""
    failed: bool = False


def watch(arguments: Namespace) -> int:
    """Poll the feeds until interrupted, or once; the exit code.

    Raises:
        UsageError: a feed is no web address, or the ledger or what is remembered cannot be used.
    """
    from sayso.reports import is_address
    from sayso.reports.robots import Robots

    wrong = [one for one in arguments.feeds if not is_address(one)]
    if wrong:
        raise UsageError(f"{wrong[0]}: a feed is a web address; sayso add reads files")
    if arguments.state is None and "://" in arguments.ledger:
        raise UsageError("--state FILE is needed with a ledger that is no file: it keeps what was seen of the feeds")
    state = Path(arguments.state or f"{arguments.ledger}.watch.json")
    with opened(arguments.ledger, create=True) as ledger, Progress(sys.stderr, 0, shown=False) as progress:
        run = _Run(ledger, Robots(), state, _remembered(state, arguments.feeds), progress, arguments.pages)
        while True:
            for url in dict.fromkeys(arguments.feeds):
                if not run.feeds[url].gone and run.feeds[url].due <= time.time():
                    _poll(run, url, arguments.interval * 60.0)
            living = [run.feeds[url].due for url in arguments.feeds if not run.feeds[url].gone]
            if arguments.once or not living:
                return UNREADABLE if run.failed else OK
            # What a site lets programs fetch is looked up anew at every round.
            run.robots = Robots()
            time.sleep(max(1.0, min(living) - time.time()))


def _poll(run: _Run, url: str, interval: float) -> None:
    from sayso.reports import Address, Item, Unread, reports_in
    from sayso.reports.fetch import ask
    from sayso.reports.polling import poll

    def asked(address: str, headers: dict[str, str]) -> object:
        _pause(run, address)
        return ask(address, headers=headers, permit=run.robots.permit)

    polled = poll(run.feeds[url], time.time(), interval, asked)  # type: ignore[arg-type]
    before, run.feeds[url] = run.feeds[url], polled.feed
    if polled.problem is not None:
        _trouble(run, url, polled.problem)
    if polled.body is None:
        _remember(run)
        return
    # Until all of it is in the ledger, it counts as not read: a run that is cut off asks for it again.
    run.feeds[url] = replace(polled.feed, etag=before.etag, modified=before.modified, due=before.due)
    counted = {"added": 0, "known": 0, "read again": 0}
    listed: list[Address] = []
    for held in reports_in(polled.body, file=url, retrieved=_now()):
        if isinstance(held, Item):
            _add(run, held, None, counted)
        elif isinstance(held, Address):
            listed.append(held)
        elif isinstance(held, Unread) and held.lost:
            _trouble(run, held.way.name, held.message)
    tried = {one.url: polled.feed.tried.get(one.url, 0) for one in listed}
    run.feeds[url] = replace(run.feeds[url], tried=tried)
    left = _fetch_listed(run, listed, tried, counted)
    # Where pages are left over, the next poll must see the feed again, changed or not.
    done = replace(polled.feed, tried=tried)
    run.feeds[url] = replace(done, etag=None, modified=None) if left else done
    _remember(run)
    said = [f"{counted['added']} added"] + [f"{n} {key}" for key, n in counted.items() if n and key != "added"]
    run.progress.say(f"{url}: {', '.join(said)}" + (f", {left} left for the next poll" if left else ""))


def _fetch_listed(run: _Run, listed: list[Address], tried: dict[str, int], counted: dict[str, int]) -> int:
    """Fetch the pages that are new; how many are left."""
    from sayso.reports import Item, Told, UnreadableReport, reports_in
    from sayso.reports.fetch import fetch

    waiting = [one for one in listed if 0 <= tried[one.url] < TRIES]
    for one in waiting[: run.pages]:
        tried[one.url] += 1
        try:
            _pause(run, one.url)
            page = fetch(one.url, permit=run.robots.permit)
        except UnreadableReport as error:
            _trouble(run, one.url, str(error))
            continue
        told = Told(**{**asdict(one.told), "url": one.url, "retrieved": None})
        for held in reports_in(page.body, file=one.url, retrieved=_now(), charset=page.charset):
            # A page is a report; what else an address may hold (an archive, another feed) is not followed from here.
            if isinstance(held, Item):
                _add(run, held, told, counted)
        tried[one.url] = FETCHED
        _remember(run)
    return sum(0 <= tried[one.url] < TRIES for one in listed)


def _add(run: _Run, item: Item, told: Told | None, counted: dict[str, int]) -> None:
    """Put one report into the ledger, unless it is there."""
    from sayso.reports import Told

    problem = put(run.ledger, item, told or Told(), counted)
    if problem is not None:
        _trouble(run, item.way.name, problem)


def _pause(run: _Run, url: str) -> None:
    """Wait until the site of ``url`` may be asked again."""
    from sayso.reports import UnreadableReport

    site, delay = urlsplit(url).netloc, PAUSE
    with contextlib.suppress(UnreadableReport):
        delay = max(PAUSE, run.robots.of(url).delay)
    if site in run.asked:
        time.sleep(max(0.0, run.asked[site] + delay - time.monotonic()))
    run.asked[site] = time.monotonic()


def _trouble(run: _Run, name: str, message: str) -> None:
    run.failed = True
    run.progress.say(f"{name}: {message}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _remembered(state: Path, urls: list[str]) -> dict[str, Feed]:
    """What an earlier run kept of these feeds, and of others.

    Raises:
        UsageError: the file is there and is none of ours.
    """
    from sayso.reports.polling import Feed

    try:
        kept = {one["url"]: Feed(**one) for one in json.loads(state.read_text("utf-8"))["feeds"]}
    except FileNotFoundError:
        kept = {}
    except OSError as error:
        raise UsageError(f"{state}: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{state}: this is not what a watch keeps; name another file with --state") from error
    return {**{url: Feed(url) for url in urls}, **kept}


def _remember(run: _Run) -> None:
    """Keep what was seen, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    beside = run.state.with_name(f"{run.state.name}.{os.getpid()}.new")
    try:
        with _removed(beside):
            feeds = [asdict(run.feeds[url]) for url in sorted(run.feeds)]
            beside.write_text(json.dumps({"feeds": feeds}, indent=1) + "\n", "utf-8")
            beside.replace(run.state)
    except OSError as error:
        raise UsageError(f"{run.state}: {error.strerror or error}") from error


@contextlib.contextmanager
def _removed(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
