"""The lexicon: which classes of time words a word belongs to, and what it is worth in each.

Each distinct set of classes is one letter; a sentence becomes a string of such letters, which the patterns of
:mod:`sayso.dates.grammar` are matched against.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from sayso.dates.shapes import SAMPLES, is_number_like, shape
from sayso.language.analysis import Word

UNKNOWN = "."
"""The letter of a word that the lexicon has nothing to say of."""

_FIRST_LETTER = 0xE000  # Unicode's private use area: letters without a meaning in regular expressions.


def literal_label(word: str) -> str:
    """The label of the class that holds only ``word``."""
    return f'"{word}"'


@cache
def data_file(name: str) -> dict[str, object]:
    """A TOML file of this room."""
    return tomllib.loads(resources.files("sayso.dates").joinpath(name).read_text(encoding="utf-8"))


class Lexicon:
    """Words and their classes; ``literals`` are further words that count as classes of their own."""

    def __init__(self, literals: Iterable[str]) -> None:
        source = data_file("lexicon.toml")
        classes = source["class"]
        capitalised = source["capitalised"]
        assert isinstance(classes, dict)
        assert isinstance(capitalised, list)
        self._values: dict[str, dict[str, str | int | float]] = {}
        labels: dict[str, set[str]] = {}
        for label, words in classes.items():
            self._values[label] = {}
            for word, value in words.items():
                self._values[label][word] = value
                for spelling in _spellings(word, small=label not in capitalised):
                    labels.setdefault(spelling, set()).add(label)
        for word in sorted(set(literals)):
            for spelling in _spellings(word):
                labels.setdefault(spelling, set()).add(literal_label(word))
                if is_number_like(spelling):
                    labels[spelling] |= shape(spelling)
        for digits in range(100):
            labels[f"FY{digits:02}"] = {"FISCAL_YEAR"}
        for year in range(1950, 2100):
            labels[f"FY{year}"] = {"FISCAL_YEAR"}
        for number in "1234":
            labels[f"Q{number}"] = labels[f"{number}Q"] = {"QUARTER_CODE"}
            if number in "12":
                labels[f"H{number}"] = labels[f"{number}H"] = {"HALF_CODE"}
        sets = [*map(frozenset, labels.values()), *map(shape, SAMPLES)]
        # Sorted, so that letters do not depend on the order of sets.
        distinct = sorted({s for s in sets if s}, key=sorted)
        self._letter_of = {s: chr(_FIRST_LETTER + i) for i, s in enumerate(distinct)}
        letters: dict[str, set[str]] = {}
        for labels_of, letter in self._letter_of.items():
            for label in labels_of:
                letters.setdefault(label, set()).add(letter)
        self._letters = {label: frozenset(found) for label, found in letters.items()}
        self._vocabulary = {word: self._letter_of[frozenset(s)] for word, s in labels.items()}

    def letters(self, label: str) -> frozenset[str]:
        """The letters of all words that belong to class ``label``."""
        return self._letters.get(label, frozenset())

    @property
    def words(self) -> tuple[str, ...]:
        """Every spelling that the lexicon knows, in the order of the data files."""
        return tuple(self._vocabulary)

    def encode(self, words: Sequence[Word]) -> str:
        """One letter a word."""
        get, unknown, special = self._vocabulary.get, UNKNOWN, self._shaped
        return "".join([get(w.text) or (special(w.text) if w.text[:1] <= "9" else unknown) for w in words])

    def _shaped(self, word: str) -> str:
        if not is_number_like(word):
            return UNKNOWN
        return self._letter_of.get(shape(word), UNKNOWN)

    def value(self, label: str, word: str) -> str | int | float:
        """What ``word`` is worth in class ``label``.

        Raises:
            KeyError: the word does not belong to the class.
        """
        return self._values[label][_key(word)]

    def number(self, label: str, word: str) -> int:
        """:meth:`value`, where it is a whole number."""
        return int(self.value(label, word))

    def has(self, label: str, word: str) -> bool:
        """Whether ``word``, in any spelling of case, belongs to class ``label``."""
        return _key(word) in self._values[label]


def _key(word: str) -> str:
    return word.lower().replace("’", "'")


def _spellings(word: str, small: bool = True) -> Iterable[str]:
    found = [word] if small else []
    found += [word.capitalize(), word.upper(), word.title()]
    yield from found
    if "'" in word:
        yield from (w.replace("'", "’") for w in found)


@cache
def word_value(label: str) -> dict[str, str | int | float]:
    """The words of class ``label`` with their values, from the data file."""
    classes = data_file("lexicon.toml")["class"]
    assert isinstance(classes, dict)
    return dict(classes[label])
