"""Whose outlet is no medium: a ministry, a police force, a union or a firm that publishes its own words.

A communiqué's own voice is the word of the body that issued it, and others who have it from that body repeat it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sayso.ledger.lexicon import agencies, words
from sayso.ledger.names import agency_names, normal
from sayso.ledger.words import lemma
from sayso.names.tables import known_names, nouns
from sayso.statements import lexicon

_JOURNALISTS = "JRN"
_OF = re.compile(r" (?:of|for|in|at|and) ")
_NOTICE = re.compile(
    r"\W*(?:press (?:release|statement|notice)|media (?:release|statement)|news release|for immediate release|"
    r"communiqu[eé]|official statement|statement (?:by|of|from) the )\b",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters at a report's beginning in which it may call itself a communiqué."""


def issued(outlet: str | None, text: str) -> bool:
    """Whether a report's own voice is that of a body: by the outlet's name, or as the report calls itself."""
    if not outlet or _is_medium(outlet):
        return False
    return _is_body(outlet) or any(_NOTICE.match(line) for line in text[:_HEAD].splitlines())


@lru_cache(maxsize=10_000)
def _is_medium(outlet: str) -> bool:
    whole = normal(outlet)
    known = known_names().get(outlet)
    if whole in agencies() or whole in agency_names():
        return True
    if known is not None and known.sector == _JOURNALISTS:
        return True
    parts = re.split(r"[\s.-]+", whole)
    media = words("origins", "media") | lexicon.words("holders", "media") - words("origins", "bodies")
    return any(part in media or part.endswith(tuple(words("origins", "paper"))) for part in parts)


@lru_cache(maxsize=10_000)
def _is_body(outlet: str) -> bool:
    known = known_names().get(outlet)
    if known is not None and known.kind == "organisation" and known.sector is not None:
        return True
    parts = re.split(r"[\s-]+", outlet.strip())
    if len(parts) < 2:
        return False
    if parts[-1].strip(".") in {form.strip(".") for form in nouns("company")}:
        return True
    heads = {parts[-1], _OF.split(outlet, maxsplit=1)[0].split()[-1]}
    ends = {end.lower() for end in nouns("ends")} | words("origins", "bodies") | words("origins", "issuers")
    return any(lemma(head.lower()) in ends or head.lower() in ends for head in heads)
