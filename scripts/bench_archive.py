"""Measures `sayso batch` and `sayso load`: ratios in one run, since machines differ and are busy with other things.

    python scripts/bench_archive.py --corpora "$SAYSO_CORPORA" [--reports 1600] [--rounds 3] [--ray]

It prints, as JSON: the speed of two processes over that of one, of Ray over that of as many processes (with and without
its own start and end), the most memory that one process and all of them took for an archive and for one four times as
long, words per second beside plain spaCy's en_core_web_sm (`sayso bench`), what pages of a crawl cost beside plain
text, bytes of shards and of a ledger for each report, and reports per second into the ledger.

Each measurement is a command of its own; the engines take turns, and the ratios are medians of the rounds'. A run
counts from starting the command to its end, with starting and ending Python, the readers and Ray. Processor seconds are
of all its processes: on a machine that is busy with other things they say more than its seconds. How far each run has
come is shown on standard error; a long measurement is one of more --reports and --rounds, and --only chooses what is
measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from statistics import median
from typing import Any

SAYSO = (sys.executable, "-m", "sayso.cli")
PAGE_BYTES = 60_000
"""Of each page that is made for the measurement."""
MEASURES = ("engines", "pages", "memory", "loading", "spacy")
SHOWN = 2.0
"""Seconds from one line of progress to the next."""
CLEAR = b"\x1b[K"
"""What a line of progress begins with."""
EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    """Measure, and print what was found."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--corpora", type=Path, default=os.environ.get("SAYSO_CORPORA"))
    told.add_argument("--reports", type=int, default=1600, help="of the archive (default: 1600)")
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--ray", action="store_true", help="with Ray, too (needs the extra 'ray')")
    told.add_argument("--no-spacy", action="store_true")
    told.add_argument("--shard-size", type=int, help="reports a shard (default: as sayso batch has it)")
    told.add_argument(
        "--only", nargs="+", choices=MEASURES, default=MEASURES, metavar="WHAT", help=f"of {', '.join(MEASURES)}"
    )
    told.add_argument("--postgres", metavar="ADDRESS", help="an empty database to load into, too")
    given = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="sayso-bench-") as made:
        found = measure(Path(made), given)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def measure(work: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Everything that is asked for, in the order that it is printed."""
    texts, what = reports(given.corpora, given.reports)
    archive = written(work / "news.jsonl.gz", texts)
    found: dict[str, Any] = {"reports": len(texts), "what": what, "processors": os.cpu_count(), "load": os.getloadavg()}
    if "engines" in given.only:
        found |= engines(work, archive, given)
    if "pages" in given.only:
        found["pages"] = pages(work, texts[: max(1, len(texts) // 4)])
    if "memory" in given.only:
        found["memory_mb"] = {
            str(len(some)): batch(
                "memory", written(work / f"{len(some)}.jsonl.gz", some), work / f"memory-{len(some)}", "--workers", "1",
                "--shard-size", "100",
            )["peak_mb"]
            for some in (texts[: len(texts) // 4], texts)
        }  # fmt: skip
    if "loading" in given.only:
        found |= loading(work, archive, given)
    if "spacy" in given.only and not given.no_spacy:
        say("beside spaCy")
        command = [*SAYSO, "bench", "--threads", "1", "--rounds", str(given.rounds), "--format", "json"]
        found["spacy"] = json.loads(output(command + (["--corpora", str(given.corpora)] if given.corpora else [])))
        found["words_per_second_over_spacy"] = found["spacy"]["threads"][0]["ratio"]
    found["load_after"] = os.getloadavg()
    return found


def engines(work: Path, archive: Path, given: argparse.Namespace) -> dict[str, Any]:
    """One process, two, and Ray, in turn."""
    found: dict[str, Any] = {}
    runs: dict[str, list[dict[str, Any]]] = {"one": [], "two": [], "ray": []}
    kinds = {"one": ("--workers", "1"), "two": ("--workers", "2"), "ray": ("--workers", "2", "--engine", "ray")}
    size = ("--shard-size", str(given.shard_size)) if given.shard_size else ()
    chosen = [name for name in kinds if name != "ray" or given.ray]
    for i in range(given.rounds):
        for name in chosen if i % 2 == 0 else chosen[::-1]:
            what = f"round {i + 1} of {given.rounds}, {name}"
            runs[name].append(batch(what, archive, work / f"{name}-{i}", *kinds[name], *size))
    for name in chosen:
        found[name] = {
            "words_per_second": [round(run["words_now"] / run["seconds"]) for run in runs[name]],
            "seconds": [run["seconds"] for run in runs[name]],
            "engine_seconds": [run["engine_seconds"] for run in runs[name]],
            "processor_seconds": [run["processor_seconds"] for run in runs[name]],
            "peak_mb": [run["peak_mb"] for run in runs[name]],
        }
    found["two_over_one"] = ratio(runs["two"], runs["one"])
    found["two_over_one_by_processor_time"] = round(2 * cpu(runs["one"]) / cpu(runs["two"]), 3)
    if given.ray:
        found["ray_over_two"] = ratio(runs["ray"], runs["two"])
        found["ray_over_two_without_its_start_and_end"] = ratio(runs["ray"], runs["two"], "engine_seconds")
        found["same_rows"] = same(work / "two-0", work / "ray-0")
    totals = runs["two"][0]["totals"]
    found["words_a_report"] = round(totals["words"] / totals["reports"])
    found["shard_bytes_a_report"] = round(totals["bytes"] / totals["reports"])
    found["archive_bytes_a_report"] = round(archive.stat().st_size / given.reports)
    return found


def pages(work: Path, some: list[dict[str, Any]]) -> dict[str, Any]:
    """What pages cost beside the same words as text."""
    plain, crawled = (
        batch(f"pages, {path.name}", path, work / f"out-{path.name}", "--workers", "1")
        for path in (written(work / "texts.jsonl.gz", some), crawl(work / "pages.warc.gz", some))
    )
    return {
        "kilobytes": round(PAGE_BYTES / 1000), "words_of_text": plain["words_now"],
        "words_of_pages": crawled["words_now"],
        "milliseconds_a_text": round(1000 * plain["processor_seconds"] / len(some), 1),
        "milliseconds_a_page": round(1000 * crawled["processor_seconds"] / len(some), 1),
        "milliseconds_a_page_in_main": round(1000 * crawled["main_seconds"] / len(some), 2),
    }  # fmt: skip


def loading(work: Path, archive: Path, given: argparse.Namespace) -> dict[str, Any]:
    """Shards into ledgers."""
    shards = work / "two-0"
    if not shards.is_dir():
        batch("shards to load", archive, shards)
    totals = json.loads((shards / "manifest.json").read_text("utf-8"))["totals"]
    say("loading")
    found: dict[str, Any] = {"load_sqlite": loaded(shards, str(work / "ledger.db"))}
    size = sum(path.stat().st_size for path in work.glob("ledger.db*"))
    found["ledger_bytes_a_report"] = round(size / totals["reports"])
    if given.postgres:
        found["load_postgresql"] = loaded(shards, given.postgres)
    return found


def reports(corpora: Path | None, count: int) -> tuple[list[dict[str, Any]], str]:
    """Reports to read: agency reports of the corpora, or the examples over and over."""
    if corpora is not None and (corpora / "wire" / "wire.jsonl.gz").is_file():
        with gzip.open(corpora / "wire" / "wire.jsonl.gz", "rt", encoding="utf-8") as lines:
            some = [json.loads(line) for line in lines]
        what = f"{len(some):,} agency reports"
    else:
        some = [{"text": path.read_text("utf-8")} for path in sorted(EXAMPLES.glob("[1-9]*.txt"))]
        what = f"{len(some)} example reports"
    made = [{**some[i % len(some)], "id": f"{i}"} for i in range(count)]
    return made, what + (f", {count / len(some):.1f} times over" if count > len(some) else f", {count:,} of them")


def written(path: Path, objects: list[dict[str, Any]]) -> Path:
    """The archive."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in objects)
    return path


def crawl(path: Path, objects: list[dict[str, Any]]) -> Path:
    """The same reports as pages with menus, scripts and links around them, in a WARC."""
    with path.open("wb") as file:
        for i, one in enumerate(objects):
            said = "".join(f"<p>{escape(line)}</p>" for line in one["text"].split("\n") if line.strip())
            head = (
                f"<title>{escape(one.get('title') or 'A report')}</title><script>{'var a = [1, 2, 3];' * 400}</script>"
            )
            menu = "".join(f'<li class="m"><a href="/section/{k}?from=menu">Section {k}</a></li>' for k in range(120))
            more = "".join(f'<div class="teaser"><a href="/n/{k}"><h3>More news {k}</h3></a></div>' for k in range(120))
            page = f"<!doctype html><html><head>{head}</head><body><nav><ul>{menu}</ul></nav><article>{said}</article>"
            page += f'<aside class="related">{more}</aside><footer>About us</footer></body></html>'
            page += f"<!-- {'x' * max(0, PAGE_BYTES - len(page.encode()))} -->"
            body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
            lines = [
                "WARC/1.0", "WARC-Type: response", f"WARC-Record-ID: <urn:uuid:{i}>", "WARC-Date: 2024-03-01T08:00:00Z",
                f"WARC-Target-URI: https://news.example/{i}", "Content-Type: application/http; msgtype=response",
                f"Content-Length: {len(body)}", "", "",
            ]  # fmt: skip
            file.write(gzip.compress("\r\n".join(lines).encode() + body + b"\r\n\r\n"))
    return path


def batch(what: str, archive: Path, out: Path, *more: str) -> dict[str, Any]:
    """One run's summary, and the most memory of its largest process and of all of them together."""
    command = [*SAYSO, "batch", str(archive), "--out", str(out), "--format", "json", *more]
    # Of a terminal, since its line of progress is shown on none but that.
    ours, its = os.openpty()
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its)  # noqa: S603 - our own
    os.close(its)
    peaks: dict[int, float] = {}
    spent: dict[int, float] = {}
    threads = [
        threading.Thread(target=watch, args=(process, peaks, spent)),
        threading.Thread(target=relay, args=(ours, what)),
    ]
    for thread in threads:
        thread.start()
    assert process.stdout is not None
    said = process.stdout.read()
    process.wait()
    whole = time.monotonic() - begun
    for thread in threads:
        thread.join()
    summary: dict[str, Any] = json.loads(said)
    if not summary["complete"] or summary["failures"]:
        raise SystemExit(f"{' '.join(command)}: not all was read")
    largest = {"main": peaks.pop(process.pid, 0.0), "readers": max(peaks.values(), default=0.0)}
    memory = {name: round(value) for name, value in largest.items()}
    seconds = {"processor_seconds": round(sum(spent.values()), 1), "main_seconds": spent.get(process.pid, 0.0)}
    speed = f"{summary['words_now'] / whole:,.0f} words/s"
    say(f"{what}: {summary['reports_now']:,} reports in {whole:,.1f} s, {speed}")
    # Of the whole command, where the summary tells what it took between its first and last line.
    return {**summary, "seconds": round(whole, 3), "peak_mb": memory, **seconds}


def relay(terminal: int, what: str) -> None:
    """Show now and then what a run says of how far it has come."""
    last = time.monotonic()
    rest = b""
    while True:
        try:
            more = os.read(terminal, 65_536)
        except OSError:
            # So a terminal ends.
            more = b""
        if not more:
            break
        *lines, rest = (rest + more).replace(b"\r", b"\n").split(b"\n")
        told = next((line for line in reversed(lines) if line.strip()), b"")
        if told and time.monotonic() - last > SHOWN:
            last = time.monotonic()
            say(f"{what}: {told.removeprefix(CLEAR).decode('utf-8', 'replace').strip()}")
    os.close(terminal)


def watch(process: subprocess.Popen[bytes], peaks: dict[int, float], spent: dict[int, float]) -> None:
    """Note the peak memory and the processor seconds of a process and its children while they run."""
    tick = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        for pid in [process.pid, *children(process.pid)]:
            try:
                status = Path(f"/proc/{pid}/status").read_text("utf-8")
                stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            spent[pid] = (int(stat[11]) + int(stat[12])) / tick
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    peaks[pid] = max(peaks.get(pid, 0.0), int(line.split()[1]) / 1024)
        time.sleep(0.5)


def children(pid: int) -> Iterator[int]:
    """A process's children, and theirs."""
    try:
        direct = [int(one) for path in Path(f"/proc/{pid}/task").glob("*/children") for one in path.read_text().split()]
    except OSError:
        return
    for one in direct:
        yield one
        yield from children(one)


def ratio(some: list[dict[str, Any]], others: list[dict[str, Any]], less: str | None = None) -> float:
    """How many times as fast, perhaps ``less`` some of the seconds: the median of the rounds."""

    def seconds(run: dict[str, Any]) -> float:
        return float(run["seconds"]) - (float(run[less]) if less else 0.0)

    return round(median(seconds(b) / seconds(a) for a, b in zip(some, others, strict=True)), 3)


def cpu(some: list[dict[str, Any]]) -> float:
    """Processor seconds for each word: the median of the rounds."""
    return float(median(run["processor_seconds"] / run["words_now"] for run in some))


def same(one: Path, other: Path) -> bool:
    """Whether two folders have the same shards, by their hashes."""
    first, second = (json.loads((path / "manifest.json").read_text("utf-8"))["shards"] for path in (one, other))
    return bool(first == second)


def loaded(shards: Path, ledger: str) -> dict[str, Any]:
    """Reports a second into a ledger."""
    summary = json.loads(output([*SAYSO, "load", str(shards), ledger, "--format", "json"]))
    return {"reports": summary["added"], "reports_per_second": round(summary["added"] / summary["seconds"], 1)}


def output(command: list[str]) -> bytes:
    """What a command prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout  # noqa: S603 - our own


def say(what: str) -> None:
    """How far it has come."""
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    main()
