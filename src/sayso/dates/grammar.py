"""The grammar of time expressions: where they are in a sentence, and which words play which part in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sayso.dates.holidays import holiday_names
from sayso.dates.lexicon import UNKNOWN, Lexicon, data_file, literal_label
from sayso.dates.patterns import Pattern, compile_pattern, literals


@dataclass(frozen=True, slots=True)
class Match:
    """A time expression: words ``first`` to ``end`` (exclusive) and, by name, the runs of words that matter in it.

    ``opens`` is the first word of the whole match; it lies before ``first`` where a rule needs a word before the time.
    """

    reader: str
    opens: int
    first: int
    end: int
    parts: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Rule:
    reader: str
    pattern: Pattern
    names: tuple[tuple[int, str], ...]
    """Number and name of each group of the regular expression; one name may have several groups."""


class Grammar:
    """The rules of ``grammar.toml``, compiled."""

    def __init__(self) -> None:
        source = data_file("grammar.toml")
        parts, rules, triggers = source["part"], source["rule"], source["triggers"]
        assert isinstance(parts, dict)
        assert isinstance(rules, list)
        assert isinstance(triggers, list)
        names = holiday_names()
        parts = {**parts, "HOLIDAY": _alternatives(names), "HOLIDAY_FIRST": _alternatives([n[:1] for n in names])}
        patterns = [*parts.values(), *(rule["pattern"] for rule in rules)]
        self.lexicon = Lexicon(word for pattern in patterns for word in literals(pattern))
        self._rules_at: dict[str, list[_Rule]] = {}
        for rule in rules:
            pattern = compile_pattern(rule["pattern"], parts, self.lexicon.letters, literal_label)
            groups = pattern.regex.groupindex.items()
            compiled = _Rule(rule["reader"], pattern, tuple((n, name.partition("__")[0]) for name, n in groups))
            for letter in pattern.first:
                self._rules_at.setdefault(letter, []).append(compiled)
        trigger = compile_pattern("|".join(triggers), parts, self.lexicon.letters, literal_label)
        self._trigger = trigger.regex
        self._run = re.compile(f"[^{re.escape(UNKNOWN)}]+")

    def has_trigger(self, letters: str) -> bool:
        """Whether there may be a time expression in ``letters``."""
        return self._trigger.search(letters) is not None

    def matches(self, letters: str) -> Iterator[Match]:
        """The time expressions among ``letters``, one sentence's words: leftmost first, at each word the longest."""
        for run in self._run.finditer(letters):
            if self._trigger.search(letters, run.start(), run.end()) is not None:
                yield from self._matches_in(letters, run.start(), run.end())

    def _matches_in(self, letters: str, at: int, end: int) -> Iterator[Match]:
        while at < end:
            best, best_rule = None, None
            for rule in self._rules_at.get(letters[at], ()):
                match = rule.pattern.regex.match(letters, at)
                if match is not None and (best is None or match.end() > best.end()):
                    best, best_rule = match, rule
            if best is None or best_rule is None:
                at += 1
                continue
            parts: dict[str, tuple[int, int]] = {}
            for number, name in best_rule.names:
                span = best.span(number)
                if span[0] >= 0 and name not in parts:
                    parts[name] = span
            first, at_end = parts.get("span", (at, best.end()))
            yield Match(best_rule.reader, at, first, at_end, parts)
            at = best.end()


@cache
def grammar() -> Grammar:
    """The grammar; compiled once."""
    return Grammar()


def _alternatives(names: list[tuple[str, ...]]) -> str:
    # Longest first: a regular expression takes the first alternative that fits.
    ordered = sorted(set(names), key=lambda n: (-len(n), n))
    return " | ".join(" ".join("APOSTROPHE" if w == "'" else f'"{w}"' for w in name) for name in ordered)
