"""Why the record says what it says of one statement, claim, silence, event, entity, date or place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.cli.terminal import Run, Style, Terminal
from sayso.record.spans import Span
from sayso.record.types import Claim, Date, Entity, Event, Place, Record, Silence, Statement
from sayso.web.phrases import KINDS, ROLES, date_phrase, firmness, holder_name, way
from sayso.web.segments import Mark, passage, segments

INDENT = 2
MENTIONS = 20
"""Mentions of an entity that are shown."""

Part = Statement | Claim | Silence | Event | Entity | Place | Date


class UnknownIdError(LookupError):
    """The record has nothing of that id; the message says what it has."""


def find(record: Record, one: str) -> Part:
    """What ``one`` is the id of.

    Raises:
        UnknownIdError: nothing in the record has this id.
    """
    parts: tuple[tuple[Part, ...], ...] = (
        record.statements, record.claims, record.silences, record.events, record.entities, record.places, record.dates,
    )  # fmt: skip
    for group in parts:
        for part in group:
            if part.id == one:
                return part
    ranges = [f"{g[0].id} to {g[-1].id}" if len(g) > 1 else g[0].id for g in parts if g]
    raise UnknownIdError(f"no {one!r} in this record; it has {', '.join(ranges) or 'nothing'}")


def explanation(record: Record, one: str, terminal: Terminal) -> str:
    """Why the record says what it says of ``one``, as text: its sentence with the parts marked, and what led to it.

    Raises:
        UnknownIdError: nothing in the record has this id.
    """
    part = find(record, one)
    return "".join([*_explain(part, record, terminal), *_notes(_own_spans(part), record, terminal)])


def _explain(part: Part, record: Record, terminal: Terminal) -> Iterator[str]:
    match part:
        case Statement():
            yield from _statement(part, record, terminal)
        case Claim():
            yield from _claim(part, record, terminal)
        case Silence():
            who = ", ".join(holder_name(h) for h in part.holders) or "nobody in particular"
            yield _title(part.id, "said not to be known, or not to have been said", terminal)
            marks = [Mark(part.span.start, part.span.end, "silence", part.id)]
            marks += [Mark(h.span.start, h.span.end, "who", part.id) for h in part.holders if h.span]
            marks += [Mark(part.about.start, part.about.end, "about", part.id)] if part.about else []
            yield _marked(record, marks, terminal)
            yield _fact("who", [(who, "who")], terminal)
        case Event():
            yield from _event(part, record, terminal)
        case Place():
            yield from _place(part, record, terminal)
        case Date():
            yield from _date(part, record, terminal)
        case Entity():
            yield _title(part.id, f"{part.kind}: {part.name}", terminal)
            ids = ", ".join(f"{key} {value}" for key, value in sorted(part.ids.items()))
            yield _fact("ids", [(ids or "none known", "plain")], terminal)
            for span in part.mentions[:MENTIONS]:
                yield _marked(record, [Mark(span.start, span.end, "mention", part.id)], terminal).rstrip("\n") + "\n"
            if len(part.mentions) > MENTIONS:
                yield _fact("and", [(f"{len(part.mentions) - MENTIONS} more mentions", "plain")], terminal)


def _title(one: str, words: str, terminal: Terminal) -> str:
    return terminal.flow([(f"{one} ", "id"), (words, "title")])


def _fact(label: str, runs: list[Run], terminal: Terminal) -> str:
    return terminal.flow(runs, indent=14, first=[("  ", "plain"), (label, "faint")])


_STYLES: dict[str, Style] = {
    "source": "source",
    "who": "source",
    "cue": "cue",
    "content": "content",
    "silence": "silence",
}


def _marked(record: Record, marks: list[Mark], terminal: Terminal) -> str:
    """The sentence around ``marks`` with every part in brackets that name it: ``[source Jon Aasen] [cue said]``."""
    text = record.report.text
    start, end = passage(record, [Span(m.start, m.end, text[m.start : m.end]) for m in marks])
    runs: list[Run] = [("… ", "faint")] if start > 0 and not text[:start].endswith("\n") else []
    opened: list[Mark] = []
    for segment in segments(start, end, marks):
        # Parts that nest close innermost first; parts that cross close and open again.
        while opened and not set(opened) <= set(segment.marks):
            opened.pop()
            runs.append(("]", "faint"))
        for mark in segment.marks:
            if mark not in opened:
                runs.append((f"[{mark.part}: ", "faint"))
                opened.append(mark)
        style = _STYLES.get(opened[-1].part, "who") if opened else "plain"
        runs.append((text[segment.start : segment.end], style))
    runs.append(("]" * len(opened), "faint"))
    return "\n" + terminal.flow(runs, indent=INDENT) + "\n"


def _statement(s: Statement, record: Record, terminal: Terminal) -> Iterator[str]:
    yield _title(s.id, f"{way(s.chain)}: {KINDS[s.kind]}", terminal)
    named = (("source", s.source), ("cue", s.cue), ("told to", s.told_to.span if s.told_to else None))
    marks = [Mark(span.start, span.end, part, s.id) for part, span in named if span]
    marks += [Mark(span.start, span.end, "content", s.id) for span in s.content]
    if marks:
        yield _marked(record, marks, terminal)
    if s.kind == "attitude":
        yield _fact("mind you", [("nobody has said this: it is the report's own reading", "alarm")], terminal)
    for i, holder in enumerate(s.chain):
        label = "on the word" if i == 0 else ""
        runs: list[Run] = [("→ " * (i > 0) + ("of " if i == 0 else ""), "plain"), (holder_name(holder), "who")]
        if holder.anonymous:
            runs.append((" (unnamed)", "alarm"))
        if holder.entity:
            runs.append((f" {holder.entity}", "id"))
        if holder.span and holder.span.text != holder_name(holder):
            runs.append((f" “{holder.span.text}”", "faint"))
        yield _fact(label, runs, terminal)
    if s.told_to:
        yield _fact("told to", [(s.told_to.name, "who")], terminal)
    said_on = next((d for d in record.dates if d.id == s.said_on), None)
    if said_on:
        yield _fact("said on", [(f"{date_phrase(said_on.value)} ", "plain"), (said_on.id, "id")], terminal)
    if s.within:
        yield _fact("within", [(s.within, "id")], terminal)
    yield _fact("score", [(f"{s.score:.2f}: how sure this reading is, not what is said", "plain")], terminal)
    for claim in record.claims:
        if claim.statement == s.id:
            yield "\n"
            yield from _standing(claim, terminal)


def _claim(c: Claim, record: Record, terminal: Terminal) -> Iterator[str]:
    statement = next((s for s in record.statements if s.id == c.statement), None)
    by = way(statement.chain) if statement else "the outlet's own words"
    yield _title(c.id, by, terminal)
    marks = [Mark(span.start, span.end, "claim", c.id) for span in c.spans]
    marks += [Mark(span.start, span.end, "because", c.id) for span in c.standing.because]
    if c.standing.condition:
        marks.append(Mark(c.standing.condition.start, c.standing.condition.end, "condition", c.id))
    if marks:
        yield _marked(record, marks, terminal)
    yield from _standing(c, terminal)
    if statement:
        yield _fact("said in", [(statement.id, "id")], terminal)
    for label, ids in (("events", c.events), ("dates", c.dates), ("places", c.places)):
        if ids:
            yield _fact(label, [(", ".join(ids), "id")], terminal)


def _standing(claim: Claim, terminal: Terminal) -> Iterator[str]:
    firm = ", ".join(firmness(claim.standing, claim.spans))
    yield _fact("stands", [(f"{claim.id} ", "id"), (firm, "firm")], terminal)
    because = ", ".join(f"“{span.text}”" for span in claim.standing.because)
    yield _fact("because", [(because or "nothing in the sentence weakens or marks it", "plain")], terminal)
    if claim.standing.condition:
        yield _fact("condition", [(f"“{claim.standing.condition.text}”", "plain")], terminal)


def _event(e: Event, record: Record, terminal: Terminal) -> Iterator[str]:
    names = {x.id: x.name for x in record.entities}
    yield _title(e.id, e.type + (f" ({e.mode})" if e.mode else ""), terminal)
    yield _marked(record, [Mark(e.trigger.start, e.trigger.end, "trigger", e.id)], terminal)
    for label, ids in (("actors", e.actors), ("recipients", e.recipients)):
        runs: list[Run] = []
        for one in ids:
            runs += [(f"{', ' * bool(runs)}{names.get(one, '')} ", "who"), (one, "id")]
        yield _fact(label, runs or [("not told", "plain")], terminal)
    for label, found in (("context", ", ".join(e.contexts)), ("place", e.place), ("date", e.date), ("claim", e.claim)):
        if found:
            yield _fact(label, [(found, "plain" if label == "context" else "id")], terminal)


def _place(p: Place, record: Record, terminal: Terminal) -> Iterator[str]:
    yield _title(p.id, f"{p.name or p.span.text}: {ROLES[p.role]}", terminal)
    yield _marked(record, [Mark(p.span.start, p.span.end, "place", p.id)], terminal)
    where = ", ".join(part for part in (p.kind, p.admin1, p.country) if part)
    yield _fact("is", [(where or "not resolved", "plain")], terminal)
    if p.lat is not None and p.lon is not None:
        yield _fact("at", [(f"{p.lat:.4f}, {p.lon:.4f} (degrees north, east)", "plain")], terminal)
    for candidate in p.candidates:
        said = ", ".join(f"{key} {value}" for key, value in candidate.items() if value is not None)
        yield _fact("could be", [(said, "plain")], terminal)


def _date(d: Date, record: Record, terminal: Terminal) -> Iterator[str]:
    yield _title(d.id, date_phrase(d.value), terminal)
    yield _marked(record, [Mark(d.span.start, d.span.end, "date", d.id)], terminal)
    edtf = f", EDTF {d.edtf}" if d.edtf else ""
    yield _fact("value", [(f"{d.type} {d.value}{edtf}", "plain")], terminal)
    days = f"{d.earliest or 'not known'} to {d.latest or 'not known'}"
    yield _fact("days", [(days, "plain")], terminal)
    anchors = {None: "nothing but itself", "published": "the day the report was published"}
    yield _fact("reckoned", [(f"from {anchors.get(d.anchor, d.anchor)}", "plain")], terminal)


def _own_spans(part: Part) -> tuple[Span, ...]:
    match part:
        case Statement():
            told = part.told_to.span if part.told_to else None
            return tuple(s for s in (part.source, part.cue, told, *part.content) if s)
        case Claim():
            return part.spans
        case Event():
            return (part.trigger,)
        case Entity():
            return part.mentions
        case _:
            return (part.span,)


def _notes(spans: Iterable[Span], record: Record, terminal: Terminal) -> Iterator[str]:
    own = tuple(spans)
    for note in record.notes:
        about = note.span
        if about is not None and any(about.overlaps(span) for span in own):
            runs: list[Run] = [(f"{note.message} ", "plain"), (f"“{about.text}” ({note.code})", "faint")]
            yield _fact("note", runs, terminal)
