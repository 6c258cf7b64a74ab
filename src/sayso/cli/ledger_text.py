"""The ledger's answers as text on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sayso.cli.terminal import Run, Style, Terminal

Json = dict[str, Any]
INDENT = 4
DEEPER = 8
MARKS: dict[str, tuple[str, Style]] = {
    "independent": ("+", "content"),
    "echo": ("=", "faint"),
    "anonymous": ("?", "firm"),
    "not established": ("~", "firm"),
}
"""How far a claim adds a word of its own, in one sign."""
LEGEND = "+ independent   = echo   ? anonymous   ~ independence not established   ! contradicts"


def text_of(what: str, answer: Json, terminal: Terminal) -> str:
    """``answer`` to the question ``what``, harmless on any terminal."""
    return "".join(_WRITERS[what](answer, terminal)) or terminal.flow([("Nothing on record.", "faint")])


def _stories(answer: Json, terminal: Terminal) -> Iterator[str]:
    for story in answer["stories"]:
        yield terminal.flow([(story["title"], "title")])
        count = len(story["reports"])
        facts = f"{count} report{'' if count == 1 else 's'} · {_stretch(story)}"
        yield terminal.flow([(story["id"], "id"), (f" · {facts}", "faint")], indent=INDENT)


def _stretch(seen: Json) -> str:
    first, last = (seen["first_seen"] or "")[:10], (seen["last_seen"] or "")[:10]
    return first if first == last else f"{first} to {last}"


def _points(answer: Json, terminal: Terminal) -> Iterator[str]:
    outlets = {r["id"]: r["outlet"] or r["file"] or r["id"] for r in answer["reports"]}
    when = {r["id"]: (r["published"] or "undated")[:10] for r in answer["reports"]}
    if answer["points"]:
        yield terminal.flow([(LEGEND, "faint")])
    story = None
    once: list[Json] = []
    for point in [*answer["points"], None]:
        if once and (point is None or point["story"] != story):
            yield from _once(once, outlets, terminal)
            once = []
        if point is None:
            return
        story = point["story"]
        if len(point["claims"]) == 1 and not point["decisions"]:
            once.append(point)
            continue
        yield "\n" + terminal.flow([(point["text"], "title")], first=[("", "plain")])
        yield terminal.flow(_standing(point), indent=INDENT)
        for claim in point["claims"]:
            yield terminal.flow(_claim(claim, outlets, when), indent=DEEPER, first=[("    ", "plain"), _mark(claim)])
        yield from _differences(point, terminal)
        for decision in point["decisions"]:
            yield terminal.flow(
                [(f"{decision['kind']} by {decision['by']}, {decision['at'][:10]} (decision {decision['id']})", "who")],
                indent=INDENT,
            )


def _standing(point: Json) -> list[Run]:
    n, digit = point["independent_origins"], point["credibility"]
    return [
        (point["id"], "id"),
        (f" · {n} independent origin{'' if n == 1 else 's'}", "firm"),
        (f" · suggested credibility {digit['suggested']}: {digit['reason']}", "faint"),
    ]


def _mark(claim: Json) -> Run:
    return ("!", "alarm") if claim["relation"] == "contradicts" else MARKS[claim["independence"]]


def _claim(claim: Json, outlets: dict[str, str], when: dict[str, str]) -> list[Run]:
    way = " → ".join(holder["name"] or "unnamed" for holder in claim["chain"]) or outlets[claim["report"]]
    words = " … ".join(span["text"] for span in claim["spans"])
    runs: list[Run] = [(way, "who"), (f" {when[claim['report']]} ", "faint"), (f"“{words}” ", "content")]
    label = (
        claim["independence"]
        if claim["independence"] != "independent" or claim["relation"] == "contradicts"
        else "independent"
    )
    runs.append((f"{label}: {claim['reason']}", "plain"))
    if claim["superseded"]:
        runs.append((" (brought up to date later)", "faint"))
    return runs


def _differences(point: Json, terminal: Terminal) -> Iterator[str]:
    for change in point["changes"]:
        one, other = (span["text"] for span in change["spans"])
        runs: list[Run] = [
            (f"changed ({change['on']}) {(change['seen'] or '')[:10]}: ", "who"),
            (f"“{one}” → “{other}”", "plain"),
        ]
        yield terminal.flow(runs, indent=INDENT)
    for against in point["contradictions"]:
        one, other = (span["text"] for span in against["spans"])
        yield terminal.flow(
            [(f"contradiction ({against['on']}): ", "alarm"), (f"“{one}” against “{other}”", "plain")], indent=INDENT
        )


def _once(points: list[Json], outlets: dict[str, str], terminal: Terminal) -> Iterator[str]:
    yield "\n" + terminal.flow([("Said once", "heading")])
    for point in points:
        claim = point["claims"][0]
        runs: list[Run] = [
            (f"“{point['text']}” ", "plain"),
            (" → ".join(h["name"] or "unnamed" for h in claim["chain"]) or outlets[claim["report"]], "faint"),
        ]
        yield terminal.flow(runs, indent=INDENT, first=[_mark(claim)])


def _timeline(answer: Json, terminal: Terminal) -> Iterator[str]:
    for row in answer["timeline"]:
        runs: list[Run] = [
            (row["at"][:16].replace("T", " "), "who"),
            (f" {row['kind']}: ", "firm"),
            (row["text"], "plain"),
        ]
        if row.get("from"):
            runs.append(
                (
                    f" (“{row['from']}” → “{row['to']}”)"
                    if row["kind"].startswith("changed")
                    else f" (“{row['from']}” against “{row['to']}”)",
                    "faint",
                )
            )
        yield terminal.flow(runs, indent=INDENT, first=[("", "plain")]).lstrip()


def _sources(answer: Json, terminal: Terminal) -> Iterator[str]:
    for s in answer["sources"]:
        grade = f" · graded {s['grade']['grade']} by {s['grade']['by']}, {s['grade']['at'][:10]}" if s["grade"] else ""
        yield terminal.flow([(s["name"], "who"), (grade, "firm")])
        facts = f"{s['claims']} claims in {s['reports']} reports: {s['independent']} independent, {s['echo']} echo, "
        facts += f"{s['not established']} not established; {s['contradicted']} contradicted"
        yield terminal.flow([(facts, "faint")], indent=INDENT)


def _silences(answer: Json, terminal: Terminal) -> Iterator[str]:
    outlets = {r["id"]: r["outlet"] or r["file"] or r["id"] for r in answer["reports"]}
    for s in answer["silences"]:
        who = ", ".join(filter(None, s["holders"]))
        yield terminal.flow(
            [
                ("NOT SAID", "silence"),
                (f" by {who}" if who else "", "who"),
                (f" “{s['span']['text']}” ", "plain"),
                (f"{outlets[s['report']]} {(s['published'] or '')[:10]}", "faint"),
            ]
        )


def _notes(answer: Json, terminal: Terminal) -> Iterator[str]:
    files = {r["id"]: r["file"] or r["id"] for r in answer["reports"]}
    for n in answer["notes"]:
        yield terminal.flow([(files[n["report"]], "who"), (f" {n['message']} ", "plain"), (f"({n['code']})", "faint")])


def _check(answer: Json, terminal: Terminal) -> Iterator[str]:
    outlets = {r["id"]: r["outlet"] or r["file"] or r["id"] for r in answer["reports"]}
    yield terminal.flow([(answer["claim"], "title")])
    yield terminal.flow(
        [(answer["verdict"], "firm"), (". Sayso shows whose word a claim rests on, not whether it is true.", "faint")]
    )
    for side, heading in (("supports", "Says so"), ("contradicts", "Says otherwise")):
        if answer[side]:
            yield "\n" + terminal.flow([(heading, "heading")])
        for one in answer[side]:
            words = " … ".join(span["text"] for span in one["spans"])
            on = f" (differs on {one['on']})" if one["on"] else ""
            runs: list[Run] = [
                (f"{one['origin']['name'] or 'unnamed'}, {outlets[one['report']]}: ", "who"),
                (f"“{words}”", "content"),
                (f"{on} {one['independence']}: {one['reason']}", "faint"),
            ]
            if one["superseded"]:
                runs.append((" (brought up to date later)", "faint"))
            yield terminal.flow(runs, indent=INDENT, first=[MARKS[one["independence"]]])
    if answer["silences"]:
        yield "\n" + terminal.flow([("Said not to be known, or not to have been said", "heading")])
    for one in answer["silences"]:
        yield terminal.flow(
            [(f"{outlets[one['report']]}: ", "who"), (f"“{one['span']['text']}”", "silence")], indent=INDENT
        )


def _diff(answer: Json, terminal: Terminal) -> Iterator[str]:
    for key, heading in (("new", "New"), ("changed", "Stands otherwise now"), ("contradicted", "Contradicted")):
        if answer[key]:
            yield "\n" + terminal.flow([(heading, "heading")])
        for one in answer[key]:
            yield terminal.flow([(one["text"], "plain")], indent=INDENT, first=[("-", "plain")])
            for change in one.get("changes", ()):
                a, b = (span["text"] for span in change["spans"])
                yield terminal.flow([(f"{change['on']}: “{a}” → “{b}”", "firm")], indent=DEEPER)
            for against in one.get("contradictions", ()):
                a, b = (span["text"] for span in against["spans"])
                yield terminal.flow([(f"{against['on']}: “{a}” against “{b}”", "alarm")], indent=DEEPER)
            if key == "changed":
                was, now = one["independent_origins"]["from"], one["independent_origins"]["to"]
                if was != now:
                    yield terminal.flow([(f"independent origins: {was} → {now}", "firm")], indent=DEEPER)


def _history(answer: Json, terminal: Terminal) -> Iterator[str]:
    for d in answer["decisions"]:
        target = d["target"]
        on = (
            target.get("text")
            or target.get("source")
            or " ".join(target.get("claims", ()))
            or str(target.get("decision", ""))
        )
        runs: list[Run] = [
            (f"{d['at'][:16].replace('T', ' ')} {d['by']} ", "who"),
            (d["kind"], "firm"),
            (f" {on}", "plain"),
        ]
        if d["value"]["field"]:
            runs.append((f": {d['value']['field']} = {d['value']['value']}", "plain"))
        elif d["kind"] == "grade":
            runs.append((f": {d['value']['value']}", "plain"))
        if d["because"]:
            runs.append((f", because {d['because']}", "plain"))
        if d["undone_by"]:
            runs.append((f" (taken back by decision {d['undone_by']})", "faint"))
        yield terminal.flow(runs, indent=INDENT, first=[(str(d["id"]), "id")])


def _review(answer: Json, terminal: Terminal) -> Iterator[str]:
    outlets = {r["id"]: r["outlet"] or r["file"] or r["id"] for r in answer["reports"]}
    for doubt in answer["doubts"]:
        match = doubt["kind"] == "match"
        ask = (
            f"Do these say the same? (match {doubt['score']:.2f})" if match else f"Read rightly? ({doubt['score']:.2f})"
        )
        yield "\n" + terminal.flow([(ask, "heading")])
        words = " … ".join(span["text"] for span in doubt["spans"])
        way = " → ".join(holder["name"] or "unnamed" for holder in doubt["chain"])
        runs: list[Run] = [(f"“{words}” ", "content"), (way or outlets[doubt["report"]], "who")]
        yield terminal.flow(runs, indent=INDENT)
        if match:
            yield terminal.flow([(f"“{doubt['text']}” ", "plain"), ("the point", "faint")], indent=INDENT)
            named = f"{doubt['claim']} {doubt['point']}"
        else:
            named = doubt["claim"] or f"{doubt['report']}/{doubt['statement']}"
        yield terminal.flow([(named, "id")], indent=INDENT)


_WRITERS: dict[str, Callable[[Json, Terminal], Iterator[str]]] = {
    "stories": _stories, "points": _points, "timeline": _timeline, "sources": _sources, "silences": _silences,
    "notes": _notes, "check": _check, "diff": _diff, "history": _history, "review": _review,
}  # fmt: skip
