"""Which points a person asked for."""

from __future__ import annotations

import re

from sayso.ledger.answers import Json
from sayso.ledger.names import normal, same_person
from sayso.ledger.queries import Filters
from sayso.ledger.words import is_content, lemma, tokens

STANDINGS = ("certainty", "polarity", "time", "stance")


def passes(point: Json, filters: Filters, outlets: dict[str, str | None], published: dict[str, str | None]) -> bool:
    """Whether ``filters`` let a point through.

    Args:
        outlets, published: report id → its outlet, and when it was published.
    """
    claims = point["claims"]
    if filters.outlet is not None and not any(
        normal(outlets.get(c["report"]) or "") == normal(filters.outlet) for c in claims
    ):
        return False
    if filters.source is not None and not any(_spoken(c, filters.source) for c in claims):
        return False
    if filters.person is not None and not any(same_person(normal(filters.person), name) for name in point["persons"]):
        return False
    if filters.place is not None and not _placed(point, normal(filters.place)):
        return False
    if filters.type is not None and not any(_typed(kind, filters.type) for kind in point["types"]):
        return False
    if filters.standing is not None and not any(_stands(c, filters.standing.lower()) for c in claims):
        return False
    if (filters.since or filters.until) and not any(
        _within(published.get(c["report"]), filters.since, filters.until) for c in claims
    ):
        return False
    return filters.text is None or _says(point, filters.text)


def _spoken(claim: Json, source: str) -> bool:
    wanted = normal(source)
    names = [holder["name"] for holder in claim["chain"]] + [claim["origin"]["name"]]
    return any(name and (same_person(wanted, normal(name)) or f" {wanted} " in f" {normal(name)} ") for name in names)


def _placed(point: Json, place: str) -> bool:
    names = [*point["persons"], *(one for one in point["places"])]
    return any(place == name or f" {place} " in f" {name.replace('/', '')} " for name in names) or place.upper() in {
        one.split()[0] for one in point["places"]
    }


def _typed(kind: str, wanted: str) -> bool:
    return kind.lower() == wanted.lower() or kind.lower().split("/")[0] == wanted.lower()


def _stands(claim: Json, wanted: str) -> bool:
    return wanted in {claim["standing"][key] for key in STANDINGS} | {claim["independence"], claim["relation"]}


def _within(published: str | None, since: str | None, until: str | None) -> bool:
    if published is None:
        return False
    return (since is None or published >= since) and (until is None or published[: len(until)] <= until)


def _says(point: Json, text: str) -> bool:
    wanted = {lemma(word) for word in re.findall(r"\w+", text)}
    said = {
        token.lemma
        for claim in point["claims"]
        for span in claim["spans"]
        for token in tokens(span["text"])
    }  # fmt: skip
    said |= {name for whole in point["persons"] for name in whole.split()}
    known = {t.lemma for t in tokens(text) if is_content(t)} or wanted
    return known <= said
