"""PLOVER's sector codes (GOV, MIL, REB, …) of the parties of an event, from the nouns that name them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from sayso.events.lexicon import words
from sayso.events.syntax import case_of
from sayso.language import Analysis, Word

_WORDS = words("sectors")
_SAME = frozenset({"flat", "appos", "nmod:desc", "compound"})
_MOST = 24
"""Words of one phrase."""
_AMOUNTS = _WORDS["amounts"]
"""Heads whose "of" tells who they are: "hundreds of students", "the leader of the rebels"."""
_OF_STATES = _WORDS["of_states"]
"""What is no state's government: "a state of emergency"."""
_PAPERS = _WORDS["papers"]
"""What is nobody, whoever it is about: "the police law"."""
_NUMBERS = _WORDS["numbers"]
_NEAR = 6
_RANKS = _WORDS["ranks"]
"""Heads that are of what stands before them: "union leaders", "army chief"; of a country's, its government."""
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
"""Organs of a state."""
INTERNAL = frozenset({
    "COP", "LEG", "JUD", "OPP", "PTY", "REB", "PRM", "UAF", "CRM", "CVL", "LAB", "AGR", "EDU", "MED", "JRN", "REL",
    "SOC",
})  # fmt: skip
"""Who acts, and is acted on, within a country, unless a report says otherwise; refugees and firms cross its borders."""
DOMESTIC = frozenset({"OPP", "PTY", "REB", "LAB", "AGR", "EDU", "LEG", "JUD", "COP", "PRM"})
"""Who has to do with the state that it lives under, and hardly with another."""
WORLDWIDE = frozenset({"IGO", "NGO"})
"""Bodies of no country."""


@lru_cache(maxsize=1)
def _sectors() -> dict[str, str]:
    """Nouns, with a word or two before them or alone, to their code."""
    raw = tomllib.loads((files("sayso.events") / "sectors.toml").read_text(encoding="utf-8"))
    return {noun: code for code, nouns in raw.items() for noun in nouns}


def sectors_of(analysis: Analysis, word: Word) -> tuple[str, ...]:
    """The sectors of the party that a noun phrase names; empty where no noun of it tells one."""
    if word.lemma.lower() in _RANKS:
        below = analysis.children(word.index)[:_MOST]
        whose = (sector_of(analysis, c) for c in below if c.relation == "compound")
        found = next((s for s in whose if s is not None), None)
        if found is not None:
            return (found,)
        spoken = (c for c in below if c.relation == "nmod" and case_of(analysis, c) == "for")
        found = next((s for c in spoken if (s := sector_of(analysis, c)) is not None), None)
        if found is not None:
            return (found,)  # "a spokesman for the rebels"
        if word.lemma.lower() == "leader" and any(c.relation == "amod" and c.text[0].isupper() for c in below):
            return ("GOV",)
    if word.lemma.lower() in _AMOUNTS:
        of = next((c for c in analysis.children(word.index)[:_MOST] if c.relation == "nmod"), None) or _behind_of(
            analysis, word
        )
        if of is not None and word.lemma.lower() in _NUMBERS and sector_of(analysis, of) is None:
            return ()  # "hundreds of flights"
        word = of if of is not None else word
    sector = sector_of(analysis, word) or ("CVL" if word.lemma.lower() == "member" else None)
    return (sector,) if sector is not None else ()


def _is_followed(analysis: Analysis, word: Word, text: str) -> bool:
    behind = analysis.words[word.index + 1 : word.index + 2]
    return bool(behind) and behind[0].sentence == word.sentence and behind[0].text.lower() == text


def _behind_of(analysis: Analysis, word: Word) -> Word | None:
    """The noun behind an amount and "of", however it hangs."""
    behind = [w for w in analysis.words[word.index + 1 : word.index + _NEAR] if w.sentence == word.sentence]
    if not behind or behind[0].text.lower() != "of":
        return None
    found = None
    for one in behind[1:]:
        if one.upos not in {"DET", "ADJ", "NUM", "NOUN", "PROPN"}:
            break
        found = one if one.upos in {"NOUN", "PROPN"} else found
    return found


def sector_of(analysis: Analysis, word: Word) -> str | None:
    """The sector of the party that a noun phrase names, or ``None`` where no noun of it tells one.

    The phrase's head tells it, else its title or apposition: "Defence *Minister* Arno Pell", "Arno Pell, a *rebel*".
    """
    table = _sectors()
    if word.lemma.lower() in _PAPERS or (word.lemma == "opposition" and _is_followed(analysis, word, "to")):
        return None
    line = [word]
    for one in line:
        before = analysis.words[one.index - 1] if one.index else None
        lemma = one.lemma.lower()
        if before is not None and before.sentence == one.sentence:
            pair = table.get(f"{before.lemma.lower()} {lemma}")
            if pair is not None:
                return pair
        if lemma in table and not is_condition(analysis, one):
            return table[lemma]
        children = analysis.children(one.index)[:_MOST]
        line += [c for c in children if c.deprel in _SAME or c.relation in _SAME][: max(0, _MOST - len(line))]
    return None


def is_condition(analysis: Analysis, word: Word) -> bool:
    """Whether "state" is how things are: "a state of emergency"."""
    return word.lemma.lower() == "state" and any(
        c.lemma.lower() in _OF_STATES for c in analysis.children(word.index)[:_MOST]
    )
