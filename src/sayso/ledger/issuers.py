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
    r"\W*(?:(?i:(?:press|media) (?:release|statement|notice|information|update)|news release|for immediate release|"
    r"communiqu[eé]|official statement|(?:a )?statement (?:by|of|from|on|about|regarding|concerning) )|"
    r"(?:[A-Z][\w&'’.-]* (?:[-–—:] )?){0,4}STATEMENT\b)"
)
_HEAD, _WHOLE = 400, 8_000
"""Characters at a report's beginning in which it may call itself a communiqué, or speak of itself as 'we'."""
_QUOTED = re.compile(r"[\"“][^\"“”\n]*[\"”]")
_OURS = re.compile(r"\b[Oo]urs?\b(?: own)?((?: [\w'’-]+){1,3})")


def issued(outlet: str | None, text: str) -> bool:
    """Whether a report's own voice is that of a body: by the outlet's name, or as the report speaks of itself."""
    if not outlet or not outlet.strip() or _is_medium(outlet):
        return False
    unquoted = _QUOTED.sub(" ", text[:_WHOLE])
    if _is_told(outlet, unquoted):
        return False
    return (
        _is_body(outlet)
        or any(_NOTICE.match(line) for line in text[:_HEAD].splitlines())
        or _of_itself(outlet, unquoted)
    )


def _is_told(outlet: str, unquoted: str) -> bool:
    """Whether others speak to the outlet, as they do to a paper: 'she told Danube Watch', 'told us'."""
    return re.search(rf"\b(?:told|tells) (?:us|(?:[Tt]he )?{re.escape(outlet)})\b", unquoted) is not None


def _of_itself(outlet: str, unquoted: str) -> bool:
    """Whether a report tells of its outlet as of one who acts: 'Halden confirms that …', 'our gates were open'.

    A paper's are its reporters and readers.
    """
    name = r"\s+".join(map(re.escape, outlet.split()[:2]))
    declares = "|".join(sorted(words("origins", "declares")))
    if re.search(rf"\b{name}\b(?: [A-Z][\w&.-]*){{0,3}} (?:can |today |hereby )?(?:{declares})\b", unquoted):
        return True
    forms = "|".join(sorted(re.escape(form.strip(".")) for form in nouns("company")))
    if re.search(rf"\b{re.escape(outlet)},? (?:{forms})\b", unquoted[:_HEAD]):
        return True  # 'Borealis Copper Corp.'
    mine = [match[1].lower().split() for match in _OURS.finditer(unquoted)]
    papers = words("origins", "newsroom") | words("origins", "reporters")
    return any(papers.isdisjoint([*map(lemma, some), *some]) for some in mine)


@lru_cache(maxsize=10_000)
def _is_medium(outlet: str) -> bool:
    whole = normal(outlet)
    known = known_names().get(outlet)
    if whole in agencies() or whole in agency_names():
        return True
    if known is not None and known.sector == _JOURNALISTS:
        return True
    parts = re.split(r"[\s.-]+", whole)
    if parts[-1] == "agency" and words("origins", "newsy") & {*parts}:
        return True
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
