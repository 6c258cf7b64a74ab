"""A match in its surroundings: its words, what they are worth, and the tense around it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sayso.dates.amounts import read_number
from sayso.dates.grammar import Match
from sayso.dates.lexicon import Lexicon
from sayso.dates.periods import Period, Unit, containing
from sayso.dates.reading import UNRESOLVED, Anchors, Told, full_year
from sayso.dates.tense import direction
from sayso.language.analysis import Analysis


@dataclass(frozen=True)
class Scene:
    """A match in its surroundings."""

    analysis: Analysis
    match: Match
    anchors: Anchors
    lexicon: Lexicon
    offset: int
    """Index in the analysis of word 0 of the match's sentence."""
    previous: tuple[str, Period] | None = None
    """Id and period of the date right before the match, with no word between."""

    def has(self, name: str) -> bool:
        """Whether the match has a part ``name``."""
        return name in self.match.parts

    def words(self, name: str) -> list[str]:
        """The words of part ``name``; none if there is no such part."""
        first, end = self.match.parts.get(name, (0, 0))
        return [w.text for w in self.analysis.words[self.offset + first : self.offset + end]]

    def word(self, name: str) -> str:
        """The words of part ``name`` in small letters, blanks between; empty if there is no such part."""
        return " ".join(self.words(name)).lower().replace("’", "'")

    def says(self, label: str) -> bool:
        """Whether a word of the match belongs to class ``label``."""
        words = self.analysis.words[self.offset + self.match.first : self.offset + self.match.end]
        return any(self.lexicon.has(label, w.text) for w in words)

    def ends_with(self, *words: str) -> bool:
        """Whether the match ends with ``words``."""
        end = self.offset + self.match.end
        last = self.analysis.words[max(self.offset + self.match.first, end - len(words)) : end]
        return tuple(w.text.lower() for w in last) == words

    def before(self, name: str) -> str:
        """The word before part ``name``, in small letters; empty at the start of the match."""
        first = self.match.parts[name][0]
        return self.analysis.words[self.offset + first - 1].text.lower() if first > self.match.first else ""

    def integer(self, name: str) -> int:
        """Part ``name``, which is digits and perhaps an ending ('21st', '1990s'), as a number."""
        return int("".join(c for c in self.word(name) if c in "0123456789"))

    def worth(self, name: str, *labels: str) -> str | int | float:
        """What the word of part ``name`` is worth in the first of ``labels`` that it belongs to."""
        word = self.words(name)[0]
        for label in labels:
            if self.lexicon.has(label, word):
                return self.lexicon.value(label, word)
        raise ValueError(f"{word!r} is none of {', '.join(labels)}")

    def number(self, name: str, *labels: str) -> int:
        """:meth:`worth`, where it is a whole number."""
        return int(self.worth(name, *labels))

    def unit(self, name: str = "unit") -> tuple[str, bool]:
        """The letter of the unit that part ``name`` is, and whether it is a unit of the clock."""
        word = self.words(name)[0]
        clock = self.lexicon.has("CLOCK_UNIT", word) or self.lexicon.has("CLOCK_UNITS", word)
        return str(self.worth(name, "UNIT", "UNITS", "CLOCK_UNIT", "CLOCK_UNITS")), clock

    def amount(self, name: str) -> Fraction | None:
        """The number that part ``name`` writes."""
        return read_number(self.words(name))

    @cached_property
    def tense(self) -> int:
        """Negative where the text looks back, positive where it looks ahead, 0 where that can't be told."""
        return direction(self.analysis, self.offset + self.match.first, self.offset + self.match.end - 1)

    @property
    def sentence(self) -> int:
        """The sentence's index."""
        return self.analysis.words[self.offset + self.match.first].sentence

    def place(self, name: str = "place") -> int:
        """-1 for last, 1 for next, 0 for this."""
        return self.number(name, "LAST", "NEXT", "CURRENT")

    def now(self, unit: Unit, step: int = 0) -> Told:
        """The period of ``unit`` that the report's day lies in, or the one ``step`` later; open if not known."""
        if self.anchors.published is None:
            return Told(Period(unit, None), None, UNRESOLVED)
        return Told(containing(unit, self.anchors.published).shift(step), self.anchors.published_name)

    def goes_on_to(self, period: Period) -> bool:
        """Whether a narrative may have got to ``period``: not beyond the report's day, unless it looks ahead."""
        first, published = period.first(), self.anchors.published
        return first is None or published is None or first <= published or self.tense > 0

    @property
    def part(self) -> str | None:
        """Which part of the period: ``START``, ``MID``, ``END``, ``BEFORE`` or ``AFTER`` the report; else ``None``."""
        if self.has("part"):
            return str(self.worth("part", "PART", "PART_NOUN"))
        if self.has("part_word"):
            return "START" if self.word("part_word") == "first" else "END"
        return None

    def month(self, name: str = "month") -> int:
        """The number of the month in part ``name``."""
        return self.number(name, "MONTH_PLAIN", "MONTH_NAME_LIKE")

    def ordinal(self, name: str, label: str = "ORDINAL") -> int:
        """The number of an ordinal: '21st', 'third', 'twenty-first'."""
        words = self.words(name)
        if words[0][0] in "0123456789":
            return self.integer(name)
        tens = self.lexicon.number("CARDINAL", words[0]) if len(words) > 1 else 0
        return tens + self.lexicon.number(label if len(words) == 1 else "ORDINAL", words[-1])

    def year(self) -> tuple[int | None, bool]:
        """The year that the match states, or states by its place ('last year'), and whether it needed the report's."""
        if self.has("year"):
            return self.integer("year"), False
        if self.has("short_year"):
            return full_year(self.integer("short_year"), self.anchors.published), False
        if self.has("spoken"):
            return self._spoken_year(), False
        if self.has("year_place"):
            place = 0 if self.word("year_place") == "the" else self.place("year_place")
            return (None if self.anchors.published is None else self.anchors.published.year + place), True
        return None, False

    def _spoken_year(self) -> int | None:
        """The year that is spelt out: 'nineteen ninety-one', 'two thousand and eight'."""
        words = [w for w in self.word("spoken").split() if w != "and" and not self.lexicon.has("HYPHEN", w)]
        values = [self.lexicon.number("CARDINAL", w) for w in words if self.lexicon.has("CARDINAL", w)]
        if words[:2] == ["two", "thousand"]:
            return 2000 + sum(values[1:])
        if words[-1] == "hundred":
            return values[0] * 100
        tens, ones = values[1], values[2] if len(values) > 2 else 0
        # 'nineteen ten' is a year, 'twenty one' a number.
        if tens < 10 or (tens < 20 and ones) or ones > 9 or (values[0] == 20 and tens > 30):
            return None
        return values[0] * 100 + tens + ones
