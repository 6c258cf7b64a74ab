"""A record as text on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.cli.terminal import Run, Terminal
from sayso.record.types import Record
from sayso.web.outline import ClaimLine, Happening, Outline, PlaceLine, StatementLine, outline
from sayso.web.phrases import ROLES

INDENT = 6
SNIPPET = 120
"""Characters of a claim that the chronology repeats."""


def text_of(record: Record, terminal: Terminal) -> str:
    """The outline of ``record`` as text, harmless on any terminal, wrapped to its width."""
    return "".join(_lines(outline(record), terminal))


def _lines(shown: Outline, terminal: Terminal) -> Iterator[str]:
    yield terminal.flow([(shown.title, "title")])
    facts = [f"{label} {value}" for label, value in shown.facts if label != "file" or value != shown.title]
    yield terminal.flow([(" · ".join([*facts, shown.url] if shown.url else facts), "faint")])
    if shown.statements:
        yield _heading("What is said, and on whose word", terminal)
        for statement in shown.statements:
            yield from _statement(statement, terminal)
    if shown.attitudes:
        yield _heading("States of mind: the report's own reading, nobody's word", terminal)
        for statement in shown.attitudes:
            yield from _statement(statement, terminal)
    if shown.own:
        outlet = dict(shown.facts).get("outlet")
        yield _heading(f"In {outlet}'s own words" if outlet else "In the outlet's own words", terminal)
        for claim in shown.own:
            words: list[Run] = [(" … ".join(s.text for s in claim.spans), "plain")]
            yield terminal.flow(words, indent=INDENT, first=[(claim.id, "id")])
            yield terminal.flow(_standing(claim, name=False), indent=INDENT)
    if shown.silences:
        yield _heading("Said not to be known, or not to have been said", terminal)
        for silence in shown.silences:
            about = silence.about or silence.span.text
            said: list[Run] = [("NOT SAID", "silence"), (f" by {silence.who}: " if silence.who else ": ", "plain")]
            yield terminal.flow([*said, (about, "silence")], indent=INDENT, first=[(silence.id, "id")])
            if silence.about:
                yield terminal.flow([("“" + silence.span.text + "”", "faint")], indent=INDENT)
    yield from _chronology(shown, terminal)
    yield from _places(shown, terminal)
    if shown.notes:
        yield _heading("Notes", terminal)
        for note in shown.notes:
            runs: list[Run] = [(f"{note.message} ", "plain")]
            if note.about:
                runs.append((f"“{_clip(note.about.text)}” ", "faint"))
            yield terminal.flow([*runs, (f"({note.code})", "faint")], indent=2, first=[("-", "plain")])


def _heading(words: str, terminal: Terminal) -> str:
    return "\n" + terminal.flow([(words, "heading")])


def _clip(words: str) -> str:
    return words if len(words) <= SNIPPET else words[:SNIPPET].rstrip() + " …"


def _statement(line: StatementLine, terminal: Terminal) -> Iterator[str]:
    runs: list[Run] = [(line.way, "who")]
    if line.told_to:
        runs.append((f", to {line.told_to}", "plain"))
    if line.said_on:
        runs.append((f", {line.said_on}", "plain"))
    if line.cue:
        runs.append((f" “{line.cue.text}”", "cue"))
    runs.append((f" ({line.kind}{', within ' + line.within if line.within else ''})", "faint"))
    yield terminal.flow(runs, indent=INDENT, first=[(line.id, "id")])
    words = " … ".join(span.text for span in line.content)
    if words:
        yield terminal.flow([(words, "content")], indent=INDENT)
    for claim in line.claims:
        repeat = " … ".join(span.text for span in claim.spans)
        yield terminal.flow(_standing(claim, words=None if repeat == words else repeat), indent=INDENT)


def _standing(claim: ClaimLine, *, name: bool = True, words: str | None = None) -> list[Run]:
    runs: list[Run] = [(f"{claim.id} ", "id")] if name else []
    if words:
        runs.append((f"“{words}” ", "plain"))
    runs.append((", ".join(claim.firmness), "firm"))
    if claim.condition:
        runs.append((f"; on condition: “{claim.condition.text}”", "plain"))
    if claim.when:
        runs.append(("; when: " + "; ".join(claim.when), "plain"))
    if claim.where:
        runs.append(("; where: " + "; ".join(claim.where), "plain"))
    return runs


def _chronology(shown: Outline, terminal: Terminal) -> Iterator[str]:
    if not shown.chronology:
        return
    yield _heading("When", terminal)
    for moment in shown.chronology:
        yield terminal.flow([(moment.when, "who"), (f" ({', '.join(moment.ids)})", "faint")])
        for happening in moment.happenings:
            yield terminal.flow(_happening(happening), indent=INDENT, first=[("  ", "plain"), (happening.id, "id")])


def _happening(happening: Happening) -> list[Run]:
    runs: list[Run] = [(_clip(happening.words), "plain")]
    if happening.on_word_of:
        runs.append((f" ({happening.on_word_of})", "faint"))
    return runs


def _places(shown: Outline, terminal: Terminal) -> Iterator[str]:
    if not shown.places:
        return
    yield _heading("Where", terminal)
    for role, words in ROLES.items():
        found = [place for place in shown.places if place.role == role]
        if found:
            yield terminal.flow([(words[0].upper() + words[1:], "who")])
        for place in found:
            yield terminal.flow(_place(place), indent=INDENT)


def _place(place: PlaceLine) -> list[Run]:
    runs: list[Run] = [(place.name, "plain")]
    if place.within:
        runs.append((f", {place.within}", "plain"))
    if place.lat is not None and place.lon is not None:
        runs.append((f" {place.lat:.2f}, {place.lon:.2f}", "faint"))
    if place.doubt:
        runs.append((f" ({place.doubt})", "alarm"))
    runs.append((f" {', '.join(place.ids)}", "id"))
    return runs
