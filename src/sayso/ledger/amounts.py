"""Counts: how many of what, with their bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sayso.dates.amounts import read_number
from sayso.ledger.digest import Count
from sayso.ledger.lexicon import common_name, measure_words, words
from sayso.ledger.predicates import is_verb, loses_life, predicate, predicate_at
from sayso.ledger.words import Token, is_content
from sayso.record.spans import Span

_NUMBER_WORD = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|mln|bn|tn|dozen|"
    r"\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,6})?)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?",
    re.IGNORECASE,
)
_PART_OF_NAME = re.compile(r"[^\W\d_][-‑]?$")
"""What stands right before the number of a road, an aircraft, a virus: 'the A13', 'an F-16'."""
_SCALES = {"billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "mln": 1e6, "million": 1e6}
SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee", "₽": "rouble", "₺": "lira", "₩": "won"}
"""Signs of money before a number."""
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
PEOPLE = "people"
"""The measure of '4,000 people' of whom no more is said than what the clause says."""
CROWD = "attended"
ABOARD = "aboard"
PERCENT = "percent"
KILLED, INFECTED = "killed", "infected"
AGAIN = "number"
"""The measure of 'put the number at 1,500'."""
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_MOST_PARTS = 6
_MANY = frozenset({"many", "several", "dozens", "scores", "hundreds", "thousands", "others", "some", "more"})
AFTER, BEFORE = 9, 16
"""How many words after and before a number its measure may stand."""


@dataclass(frozen=True, slots=True)
class _Number:
    first: int
    last: int
    """Indices of its first and last word."""
    value: float


def counts(text: str, found: Sequence[Token], taken: Sequence[tuple[int, int]]) -> Iterator[Count]:
    """The counts in the words ``found`` of ``text``.

    Args:
        taken: stretches whose numbers count nothing: dates, times, lengths of time.
    """
    numbers = list(_numbers(text, found, taken))
    says, at = predicate(found), predicate_at(found)
    lost = loses_life(found, says, at)
    if not numbers:
        yield from _nobody(text, found)
    for i, number in enumerate(numbers):
        start = numbers[i - 1].last + 1 if i else 0
        end = numbers[i + 1].first if i + 1 < len(numbers) else len(found)
        sign = SIGNS.get(text[found[number.first].start - 1 : found[number.first].start])
        percent = _percent(text, found, number.last)
        measure, noun = (sign or PERCENT, "") if sign or percent else _measure(found, number, (start, end), at)
        if lost and number.first < at:
            measure, noun = KILLED, "" if measure in {PEOPLE, "lose", None} else measure or ""
        happens = measure_words().get(says) if len(numbers) == 1 else None
        if happens is not None and happens != CROWD and noun != "of" and measure in (*measure_words().values(), None):
            # 'Nineteen girls kidnapped in March have been freed' counts the freed.
            measure = happens
        alone = found[number.first].form.lower() == "one" and measure not in measure_words().values()
        if measure is None or alone or _apposed(found, number) or (measure == KILLED and _besides(found, number)):
            continue
        if says == "carry" and measure in {PEOPLE, "passenger"} and _has_aboard(found[start : number.first]):
            measure = ABOARD
        low, high, first = _bounds(text, found, number)
        if _counted_next(found, number.last) and found[number.last + 1].lemma == "body":
            if says in words("words", "finding_bodies"):
                continue  # 'found two bodies' are two more of the dead
            high = None  # who has seen fourteen bodies has not seen all
        yield Count(common_name(measure), common_name(noun), low, high, Span.of(text, first, found[number.last].end))


def _besides(found: Sequence[Token], number: _Number) -> bool:
    """Whether a number comes on top of another, so that it is not of all: 'two more bodies', 'another three'."""
    before = [one.form.lower() for one in found[max(0, number.first - 1) : number.first]]
    after = [one.form.lower() for one in found[number.last + 1 : number.last + 2]]
    return bool({*before, *after} & {"more", "another", "further", "additional", "extra"})


def _has_aboard(before: Sequence[Token]) -> bool:
    """Whether a vehicle carries whom: 'the ferry was carrying 312 passengers'; what it could carry is not aboard."""
    vehicle = any(one.lemma in words("counting", "vehicles") for one in before)
    return vehicle and not any(one.form.lower() in {"can", "could", "may", "would", "will"} for one in before)


def _apposed(found: Sequence[Token], number: _Number) -> bool:
    """Whether 'one' only says what somebody is: 'Nordhavn, *one* of the oldest banks, is missing …'."""
    first = number.first
    if not 0 < first < len(found) - 1 or found[first].form.lower() != "one" or found[first + 1].form != "of":
        return False
    return found[first].start - found[first - 1].end == len(", ")


def _percent(text: str, found: Sequence[Token], last: int) -> bool:
    following = [one.form.lower() for one in found[last + 1 : last + 3]]
    return text[found[last].end : found[last].end + 1] == "%" or following == ["per", "cent"]


def _nobody(text: str, found: Sequence[Token]) -> Iterator[Count]:
    """The count of none: 'no one was hurt', 'there were no casualties', 'none of the passengers were injured'."""
    known = measure_words()
    for i, token in enumerate(found):
        form, following = token.form.lower(), found[i + 1] if i + 1 < len(found) else None
        no = form == "no" and following is not None
        if not (form in words("counting", "nobody") or (no and following is not None and _none_of(following))):
            continue
        after = list(takewhile(lambda one: one.form.lower() not in {"of", "that"}, found[i + 2 : i + AFTER]))
        measure = next((known[one.lemma] for one in [*found[i + 1 : i + 2], *after] if one.lemma in known), None)
        if following is not None and following.form.lower() == "of":
            measure = known.get(predicate(found))  # 'none of the infected children were vaccinated'
        if measure is not None:
            last = following if no and following is not None else token
            yield Count(measure, "", 0.0, 0.0, Span.of(text, token.start, last.end))
            return


def _none_of(token: Token) -> bool:
    """Whether 'no' before a word is a count: 'no one', 'no casualties', 'no people'."""
    return token.form.lower() == "one" or token.lemma in measure_words() or token.lemma in words("counting", "anyone")


def _numbers(text: str, found: Sequence[Token], taken: Sequence[tuple[int, int]]) -> Iterator[_Number]:
    i = 0
    while i < len(found):
        token = found[i]
        part = _PART_OF_NAME.search(text, max(0, token.start - 2), token.start)
        if part or not _NUMBER_WORD.fullmatch(token.form) or any(a <= token.start < b for a, b in taken):
            i += 1
            continue
        last = i
        while (
            last + 1 < len(found)
            and last - i < _MOST_PARTS
            and _NUMBER_WORD.fullmatch(found[last + 1].form)
            and text[found[last + 1].end : found[last + 1].end + 2] not in _ORDINAL
        ):
            last += 1
        forms = [part for token in found[i : last + 1] for part in token.form.split("-")]
        if i and token.form.lower() == "one" and found[i - 1].form.lower() == "no":
            i += 1
            continue
        value = _value(forms)
        year = i == last and bool(_YEAR.fullmatch(token.form)) and not _counted_next(found, last)
        if value is not None and not year and not _age(text, found, i, last):
            yield _Number(i, last, value)
        i = last + 1


def _value(forms: Sequence[str]) -> float | None:
    scale = 1.0
    while forms and forms[-1].lower() in _SCALES:
        scale, forms = scale * _SCALES[forms[-1].lower()], forms[:-1]
    found = read_number(["12" if form.lower() == "dozen" else form for form in forms]) if forms else None
    return float(found) * scale if found is not None else None


def _age(text: str, found: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number is somebody's age, or part of a compound: 'Ole Falk, 15, was', '15-year-old', 'five-storey'."""
    end = found[last].end
    if text[end : end + 2] in _ORDINAL:
        return True
    if text[end : end + 1] in "-‑–" and text[end + 1 : end + 2].isalnum():
        return True  # also a score: '4-0'
    named = first > 0 and found[first - 1].form[0].isupper() and text[found[first - 1].end : found[first].start] == ", "
    return named and text[end : end + 1] in {",", "."}


def _counted_next(found: Sequence[Token], last: int) -> bool:
    return last + 1 < len(found) and found[last + 1].lemma in words("counting", "anyone") | words("counting", "units")


def _measure(found: Sequence[Token], number: _Number, within: tuple[int, int], at: int) -> tuple[str | None, str]:
    """What a number counts: the measure, and the noun where it says more.

    Args:
        within: the words that may tell.
        at: where the clause's verb ends.
    """
    start, end = within
    known = measure_words()
    stop = min(end, number.last + 1 + AFTER)
    # 'Killed six people and sickened 90': what another verb says is not said of the six.
    parted = (
        j for j in range(number.last + 1, stop - 1)
        if found[j].form in {"and", "but"} and (is_verb(found, j + 1) or found[j + 1].form.lower() in _MANY)
    )  # fmt: skip
    after = _without_relative(found, number.last + 1, next(parted, stop), min(end, at + AFTER), at)
    noun, of_stuff = "", False
    for j in after:
        if not is_content(found[j]):
            if noun or found[j].form.lower() in {"in", "when", "after"}:
                break
            continue
        if found[j].lemma in words("counting", "anyone"):
            part = found[j - 1].form.lower() in {"the", "those", "these"} and found[j - 2].form.lower() == "of"
            if part and found[j].lemma in known:
                return found[j].lemma, "of"  # 'one of the deaths'
            break
        if found[j].form[0].isdigit() or (is_verb(found, j) and found[j].lemma not in known):
            break
        last = _head(found, j, end)
        noun = found[last].lemma
        if noun in words("numbers", "again") and found[last + 1 : last + 2] and found[last + 1].form.lower() == "of":
            noun = ""
            continue  # 'bringing to three the number of people killed'
        of_stuff = last + 1 < end and found[last + 1].form.lower() == "of"
        if last > j and found[j].lemma in known:
            return noun, ""  # 'two rescue teams' are teams
        if noun in words("counting", "units"):
            stuff = next((found[k].lemma for k in after if last + 1 < k < last + 4 and is_content(found[k])), "")
            of = last + 1 < len(found) and found[last + 1].form.lower() == "of"
            return noun, stuff if of else ""
        break
    who = "" if noun in known or noun in words("counting", "anyone") or noun in _forms(found, after) else noun
    if number.last + 1 < end and found[number.last + 1].form.lower() == "of" and noun in known:
        return noun, "of"  # 'two of the injured': some of a count, not the count
    hits = [j for j in after if found[j].lemma in known]
    if len(hits) > 1 and hits[0] == number.last + 1 and known[found[hits[0]].lemma] != known[found[hits[1]].lemma]:
        return known[found[hits[1]].lemma], found[hits[0]].lemma  # 'one survivor died'
    crowd = False
    for j in [*after, *reversed(range(max(start, number.first - BEFORE), number.first))]:
        measure = known.get(found[j].lemma) or known.get(found[j].form.lower())
        if measure == ABOARD and found[j].lemma == "board" and (j == 0 or found[j - 1].form.lower() != "on"):
            measure = None
        if measure is None and not who and _on_vehicle(found, j, number):
            measure = ABOARD
        crowd = crowd or measure == CROWD
        if measure == INFECTED and (who in words("counting", "no_patients") or _part(found, number.last + 1)):
            measure = None
        if measure == ABOARD and who and of_stuff:
            return who, ""  # 'containers of ammunition aboard' are no people
        if measure is not None and measure != CROWD:
            return measure, who
    who_came = words("counting", "anyone") | words("counting", "attending")
    if crowd and (not noun or noun in who_came or known.get(noun) == CROWD):
        return CROWD, ""
    if not noun and any(found[j].lemma in words("numbers", "again") for j in range(start, number.first)):
        return AGAIN, ""
    return (noun or (PEOPLE if _counted_next(found, number.last) else None)), ""


def _on_vehicle(found: Sequence[Token], j: int, number: _Number) -> bool:
    """Whether a word is what all who are counted are on: 'there were 338 people on the *ferry*', not '18 of the 47'."""
    if j <= number.last or found[j].lemma not in words("counting", "vehicles"):
        return False
    before = [one.form.lower() for one in found[max(0, j - 2) : j]]
    beside = (*found[max(0, number.first - 2) : number.first], *found[number.last + 1 : number.last + 2])
    return before in (["on", "the"], ["on", "a"], ["on", "her"]) and all(one.form.lower() != "of" for one in beside)


def _part(found: Sequence[Token], i: int) -> bool:
    """Whether a number is told of another one: 'six of eight'."""
    return (
        i + 1 < len(found) and found[i].form.lower() == "of" and _NUMBER_WORD.fullmatch(found[i + 1].form) is not None
    )


def _forms(found: Sequence[Token], some: Sequence[int]) -> set[str]:
    """The lemmas of words whose form alone is a measure: 'missing' is no form of 'miss'."""
    return {found[j].lemma for j in some if found[j].form.lower() in measure_words()}


def _without_relative(found: Sequence[Token], start: int, stop: int, end: int, at: int) -> list[int]:
    """The words from ``start`` without the clause about what is counted: 'two of the men *who fled* are in custody'."""
    relative = next((j for j in range(start, stop) if found[j].form.lower() in words("words", "relative")), None)
    if relative is None or at <= relative:
        return list(range(start, stop))
    return [*range(start, relative), *range(at, end)]


def _head(found: Sequence[Token], j: int, end: int) -> int:
    """The noun that the words from ``j`` lead up to: 'Ukrainian *drones*', 'apartment *buildings*'."""
    known = measure_words()
    if found[j].lemma in known and found[j].form.lower() in words("counting", "describing"):
        return j
    while (
        j + 1 < end
        and found[j + 1].start - found[j].end == 1
        and found[j + 1].form.islower()
        and is_content(found[j + 1])
        and found[j + 1].lemma not in known
        and not is_verb(found, j + 1)
        and not found[j + 1].form.endswith(("ing", "ly"))
        and not (found[j].form.endswith("s") and found[j].lemma != found[j].form)
    ):
        j += 1
    return j


def _bounds(text: str, found: Sequence[Token], number: _Number) -> tuple[float | None, float | None, int]:
    start = found[number.first].start
    before = text[max(0, start - 24) : start].lower()
    for key, low, high in (
        ("at_least", number.value, None),
        ("at_most", None, number.value),
        ("about", number.value * 0.9, number.value * 1.1),
    ):
        for phrase in sorted(words("counting", key), key=len, reverse=True):
            if re.search(rf"\b{phrase}\s+$", before):
                return low, high, start - (len(before) - before.rindex(phrase))
    return number.value, number.value, start
