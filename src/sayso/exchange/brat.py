"""brat standoff (https://brat.nlplab.org/standoff.html): the text, its annotations and a configuration for the tool.

Statements are events, as in PolNeAR's brat files: the cue is the trigger, source and content its arguments. What has no
cue is a relation. Offsets count code points of the text, in which carriage returns stand as spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.exchange.case import Case, Filed, safe_name
from sayso.record.spans import Span

CONFIGURATION = """\
[entities]
Source
Content
Claim
Silence
Person
Organisation
Country
Place
Group
Vehicle
Meeting
Other
Date

[relations]
Says\tArg1:Source, Arg2:Content

[events]
Attribution\tSource?:Source, Content*:Content
Event\tActor*:<ENTITY>, Recipient*:<ENTITY>

[attributes]
Kind\tArg:Attribution|Content, Value:direct|indirect|mixed|publication|attitude
Certainty\tArg:Claim, Value:certain|probable|possible|unspecified
Polarity\tArg:Claim, Value:positive|negative|unspecified
Time\tArg:Claim, Value:past|ongoing|future|scheduled|conditional|timeless|unspecified
Stance\tArg:Claim, Value:states|confirms|denies|alleges|expects|doubts|promises|threatens|asks|unspecified
"""

_BLANK = {ord("\r"): " ", ord("\t"): " "}
"""What stands as a space: a line would end there for some readers, a column for most."""


def write(case: Case) -> dict[str, str]:
    """The files of each report, and ``annotation.conf``."""
    files: dict[str, str] = {}
    for filed in case.filed:
        name = safe_name(filed.id)
        files[f"{name}.txt"] = filed.record.report.text.translate(_BLANK)
        files[f"{name}.ann"] = "".join(f"{line}\n" for line in _Standoff(filed).lines())
    return {**files, "annotation.conf": CONFIGURATION}


class _Standoff:
    """The lines of one file, numbered as they come."""

    def __init__(self, filed: Filed) -> None:
        self._filed = filed
        self._counts: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        yield from self._entities()
        yield from self._statements()
        yield from self._claims()

    def _id(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"

    def _text(self, kind: str, spans: Iterable[Span]) -> tuple[str, list[str]]:
        """The name of a text annotation, and its line; none for spans without a visible character."""
        pieces = [piece for span in sorted(spans) for piece in _in_lines(self._filed.record.report.text, span)]
        if not pieces:
            return "", []
        text = self._filed.record.report.text
        name = self._id("T")
        places = ";".join(f"{start} {end}" for start, end in pieces)
        said = " ".join(text[start:end] for start, end in pieces).translate(_BLANK)
        return name, [f"{name}\t{kind} {places}\t{said}"]

    def _attribute(self, kind: str, of: str, value: str) -> str:
        return f"{self._id('A')}\t{kind} {of} {value}"

    def _note(self, of: str, said: str) -> str:
        return f"{self._id('#')}\tAnnotatorNotes {of}\t{' '.join(said.split())}"

    def _entities(self) -> Iterator[str]:
        record = self._filed.record
        first: dict[str, str] = {}
        for entity in record.entities:
            for mention in entity.mentions:
                name, made = self._text(entity.kind.capitalize(), (mention,))
                if name:
                    first.setdefault(entity.id, name)
                    yield from made
                    yield self._note(name, entity.name)
        for date in record.dates:
            name, made = self._text("Date", (date.span,))
            yield from made
            if name:
                yield self._note(name, f"{date.type} {date.value}")
        for event in record.events:
            name, made = self._text("Event", (event.trigger,))
            if name:
                yield from made
                roles = [("Actor", one) for one in event.actors] + [("Recipient", one) for one in event.recipients]
                number = self._id("E")
                yield " ".join([f"{number}\tEvent:{name}", *_arguments([(r, first.get(one, "")) for r, one in roles])])
                yield self._note(number, f"{event.type}/{event.mode}" if event.mode else event.type)

    def _statements(self) -> Iterator[str]:
        for s in self._filed.record.statements:
            source, made = self._text("Source", () if s.source is None else (s.source,))
            yield from made
            content, made = self._text("Content", s.content)
            yield from made
            cue, made = self._text("Attribution", () if s.cue is None else (s.cue,))
            yield from made
            of = content
            if cue:
                of = self._id("E")
                yield " ".join([f"{of}\tAttribution:{cue}", *_arguments([("Source", source), ("Content", content)])])
            elif source and content:
                yield f"{self._id('R')}\tSays Arg1:{source} Arg2:{content}"
            if of:
                yield self._attribute("Kind", of, s.kind)

    def _claims(self) -> Iterator[str]:
        for c in self._filed.record.claims:
            name, made = self._text("Claim", c.spans)
            yield from made
            if name:
                standing = c.standing
                yield self._attribute("Certainty", name, standing.certainty)
                yield self._attribute("Polarity", name, standing.polarity)
                yield self._attribute("Time", name, standing.time)
                yield self._attribute("Stance", name, standing.stance)
        for q in self._filed.record.silences:
            yield from self._text("Silence", (q.span,))[1]


def _arguments(roles: Iterable[tuple[str, str]]) -> Iterator[str]:
    """``Role:T1``; brat wants repeated roles numbered."""
    counts: dict[str, int] = {}
    for role, name in dict.fromkeys(roles):
        if name:
            counts[role] = counts.get(role, 0) + 1
            yield f"{role}{counts[role] if counts[role] > 1 else ''}:{name}"


def _in_lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """A span cut where lines end: a line of brat's file holds no line end."""
    start = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        left = len(line) - len(line.lstrip())
        bare = line.strip()
        if bare:
            yield start + left, start + left + len(bare)
        start += len(line)
