"""Words that look like a time and are none: names, modals, titles, numbers of other things."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from sayso.dates.grammar import Match
from sayso.dates.lexicon import Lexicon, data_file
from sayso.language.analysis import Analysis, Word

_HYPHENS = frozenset("-‐‑‒–/+")
_QUOTES = frozenset("\"“”‘’'`([—–-_*")


@dataclass(frozen=True, slots=True)
class _Case:
    """A match's words, and the words of its sentence before and after it (empty where there is none)."""

    match: Match
    words: tuple[Word, ...]
    before: str
    after: str
    opens: bool
    """Whether the match opens its sentence, a quotation mark or bracket aside."""
    second: bool
    """Whether the word before opens the sentence, so that its capital tells nothing."""
    adjective_before: bool
    """Whether the word before is an adjective."""
    plural_before: bool
    """Whether the word before is a noun in the plural."""
    within_number: bool
    """Whether the match is joined to a number by a hyphen: '555-2023'."""

    def low(self) -> tuple[str, str]:
        return self.before.lower(), self.after.lower()


class Judge:
    """Tells the grammar's false friends from times, with the word lists of ``false_friends.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        source = data_file("false_friends.toml")
        self._lists = {name: frozenset(words) for name, words in source.items() if isinstance(words, list)}
        self._rules: dict[str, Callable[[_Case], bool]] = {
            "month": self._month,
            "year": self._year,
            "season": self._season,
            "clock": self._clock,
            "day": self._day,
            "length": self._length,
            "set": self._set,
            "reference": self._reference,
            "relative": self._title,
            "daypart": self._title,
        }

    def rejects(self, analysis: Analysis, match: Match, offset: int) -> bool:
        """Whether ``match``, whose word 0 is word ``offset`` of the analysis, is no time."""
        rule = self._rules.get(match.reader)
        if rule is None:
            return False
        words = analysis.words
        first, last = offset + match.first, offset + match.end - 1
        sentence = analysis.sentences[words[first].sentence]
        before = words[first - 1].text if first > sentence.first else ""
        after = words[last + 1].text if last < sentence.last else ""
        opens = not before or (before in _QUOTES and first - 2 < sentence.first)
        second = first - 1 == sentence.first or (first - 2 == sentence.first and words[first - 2].text in _QUOTES)
        adjective = first > sentence.first and words[first - 1].upos == "ADJ"
        plural = first > sentence.first and words[first - 1].upos == "NOUN" and "Number=Plur" in words[first - 1].feats
        joined = (
            _is_joined(words[max(sentence.first, first - 2) : first][::-1])
            or _is_joined(words[last + 1 : min(sentence.last, last + 2) + 1])
        )  # fmt: skip
        if rule(_Case(match, words[first : last + 1], before, after, opens, second, adjective, plural, joined)):
            return True
        return match.reader == "month" and first == last and _in_person(analysis, words[first])

    def _is(self, listed: str, word: str) -> bool:
        return word.lower() in self._lists[listed]

    def _month(self, case: _Case) -> bool:
        if len(case.words) > 1 or not self._lexicon.has("MONTH_NAME_LIKE", case.words[0].text):
            return False
        month = case.words[0]
        word = month.text.lower()
        if month.upos in {"AUX", "VERB"} or (month.text.isupper() and word in {"may", "march"}):
            return month.upos != "PROPN"
        if self._is("before_any_month", case.before):
            return False
        if self._is("before_month", case.before):
            # 'from April on', but 'from April Hobbs'.
            return _is_name(case.after) and not self._is("beside_month", case.after)
        if case.opens:
            # 'May I', 'March on Rome': a month that opens a sentence is rarely without a word before it.
            return word in {"may", "march"} or _is_name(case.after)
        if self._is("determiners", case.before) or (case.before.islower() and case.adjective_before):
            # 'the March accession', but 'the March on Rome'.
            return word == "march" and self._is("after_a_march", case.after)
        # 'Theresa May', 'April Smith', 'Jan Kavan'.
        return _is_name(case.before) or (_is_name(case.after) and not self._is("beside_month", case.after))

    def _year(self, case: _Case) -> bool:
        if len(case.words) > 1 or "year" not in case.match.parts:
            return False
        if self._is("no_year_after", case.before):
            return True
        if self._is("year_after", case.before):
            return False
        if not 1900 <= int(case.words[0].text) <= 2099:
            return True
        # '2000 soldiers', '555-2023'.
        plural = case.after.islower() and case.after.endswith("s") and not self._is("function_words", case.after)
        if plural and not self._is("determiners", case.before) and case.before not in _HYPHENS:
            return True
        if case.within_number:
            return True
        # 'Orion 1980', 'Resolution 1973', '1950 people'.
        named = _is_name(case.before) and not case.opens and not case.second
        return named and not self._is("before_month", case.before) and not self._is("name_of_yearly", case.before)

    def _season(self, case: _Case) -> bool:
        season = next(w for w in case.words if self._lexicon.has("SEASON", w.text)).text.lower()
        if season not in {"fall", "spring"}:
            return False
        before, after = case.low()
        if len(case.words) == 1:
            return before not in self._lists["before_season"] or after in self._lists["after_fall"]
        only_article = len(case.words) == 2 and case.words[0].text.lower() == "the"
        return only_article and after in self._lists["after_fall"]

    def _clock(self, case: _Case) -> bool:
        parts = case.match.parts
        if "clock" not in parts or "zone" in parts:
            return False
        first, end = parts["clock"]
        bare = case.words[end - case.match.first - 1].text
        # A score, a ratio or a verse looks like a bare '10:35'.
        return end - first == 1 and bare[-1:].isdigit() and not self._is("before_clock", case.before)

    def _day(self, case: _Case) -> bool:
        """'The Sunday Times', 'USA Today', 'Black Friday' (which a holiday rule has)."""
        if len(case.words) > 1:
            return False
        if "weekday" in case.match.parts and "nth" not in case.match.parts:
            return self._is("titles_after_weekday", case.after) and case.after[:1].isupper()
        return self._title(case)

    def _title(self, case: _Case) -> bool:
        """A capitalised 'Today' or 'This Week' inside a sentence is a name."""
        last = case.words[-1].text
        if case.before == "USA":
            return True
        if not (last[:1].isupper() and last[1:].islower()) or self._lexicon.has("SEASON", last):
            return False
        parts = case.match.parts
        if "unit" in parts or ("deictic" in parts and not case.opens and len(case.words) == 1):
            return len(case.words) > 1 or _is_name(case.before)
        return False

    def _length(self, case: _Case) -> bool:
        parts = case.match.parts
        if (
            "count" in parts
            and not case.opens
            and all(w.text[:1].isupper() or not w.text.isalpha() for w in case.words)
        ):
            return True  # '60 Minutes', '48 Hours', 'Three Days'
        if "single" not in parts or len(case.words) != 2:
            return False
        # '$500 million a year', '12 cents a day', 'ten flights a week': a rate.
        if case.plural_before and not self._is("after_event", case.after):
            return True
        return case.before[:1].isdigit() or self._is("before_rate", case.before)

    def _set(self, case: _Case) -> bool:
        if "word" in case.match.parts and not case.opens and case.words[0].text.istitle():
            return True  # 'the Daily News'
        # 'a quarterly dividend' tells what kind of dividend; 'paid quarterly' when.
        noun_after = case.after.islower() and not self._is("function_words", case.after)
        return noun_after and self._is("kinds", case.words[0].text)

    def _reference(self, case: _Case) -> bool:
        before, after = case.low()
        return case.words[-1].text.lower() == "soon" and (before in {"as", "too", "how"} or after in {"as", "after"})


def _is_joined(beside: tuple[Word, ...]) -> bool:
    return len(beside) == 2 and beside[0].text in _HYPHENS and beside[1].text[:1].isdigit()


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[1:2] != "."


def _in_person(analysis: Analysis, word: Word) -> bool:
    """Whether a named person's mention covers ``word``. Mentions are in text order."""
    mentions = analysis.mentions
    i = bisect_right(mentions, word.start, key=lambda m: m.start) - 1
    return i >= 0 and mentions[i].label == "PERSON" and word.end <= mentions[i].end
