"""schema.org JSON-LD (https://schema.org/NewsArticle, Quotation, Claim) with PROV-O (https://www.w3.org/TR/prov-o/).

A quotation is what stands between quotation marks; every claim is a ``Claim`` with the article it appears in. What
neither vocabulary has (standing, the way of the words) stands under ``sayso:``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso import __version__
from sayso.exchange.case import Case, Filed, Json, json_text, present, words
from sayso.record.types import Claim, Holder, Silence, Statement

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "sayso": "urn:sayso:terms:",
    "sayso:way": {"@container": "@list"},
}
READING = "urn:sayso:reading"
_TYPES = {"person": "Person", "organisation": "Organization", "country": "Country", "place": "Place"}


def write(case: Case) -> str:
    """One graph."""
    graph: list[Json] = [
        {
            "@id": "urn:sayso:software",
            "@type": ["SoftwareApplication", "prov:SoftwareAgent"],
            "name": "sayso",
            "softwareVersion": __version__,
        },
        {
            "@id": READING,
            "@type": "prov:Activity",
            "name": "The reading of the reports",
            "prov:wasAssociatedWith": {"@id": "urn:sayso:software"},
        },
    ]
    for filed in case.filed:
        graph += _article(filed)
    return json_text({"@context": CONTEXT, "@graph": graph})


def _article(filed: Filed) -> Iterator[Json]:
    report = filed.record.report
    outlet = f"{filed.urn}:outlet"
    yield present({
        "@id": filed.urn,
        "@type": ["NewsArticle", "prov:Entity"],
        "headline": filed.label,
        "url": filed.link,
        "datePublished": report.published,
        "inLanguage": report.language,
        "dateline": report.dateline,
        "author": {"@type": "Person", "name": report.byline} if report.byline else None,
        "translator": {"@type": "Person", "name": report.translator} if report.translator else None,
        "publisher": {"@id": outlet} if report.outlet else None,
        "articleBody": report.text,
    })  # fmt: skip
    if report.outlet:
        yield {"@id": outlet, "@type": ["NewsMediaOrganization", "prov:Agent"], "name": report.outlet}
    for entity in filed.record.entities:
        if entity.kind in _TYPES:
            same = [f"http://www.wikidata.org/entity/{entity.ids['wikidata']}"] if "wikidata" in entity.ids else []
            yield present({
                "@id": filed.part_urn(entity.id), "@type": [_TYPES[entity.kind], "prov:Entity"],
                "name": entity.name, "sameAs": same,
            })  # fmt: skip
    for statement in filed.record.statements:
        if statement.kind in ("direct", "mixed"):
            yield _quotation(filed, statement)
    for claim in filed.record.claims:
        yield _claim(filed, claim)
    for silence in filed.record.silences:
        yield _silence(filed, silence)


def _agent(filed: Filed, statement: str, n: int, holder: Holder) -> Json:
    """A holder; its own words where it has no name."""
    if holder.entity in filed.entities:
        return {"@id": filed.part_urn(holder.entity or ""), "@type": "prov:Agent"}
    said = holder.name or (holder.span.text if holder.span else None)
    told = {"description": said or "somebody unnamed"} if holder.anonymous or not said else {"name": said}
    return {"@id": filed.part_urn(f"{statement}-holder-{n}"), "@type": "prov:Agent", **told}


def _way(filed: Filed, statement: Statement) -> list[Json]:
    return [_agent(filed, statement.id, n, holder) for n, holder in enumerate(statement.chain, 1)]


def _spans(starts: list[tuple[int, int]]) -> list[Json]:
    return [{"sayso:start": start, "sayso:end": end} for start, end in starts]


def _quotation(filed: Filed, statement: Statement) -> Json:
    way = _way(filed, statement)
    return present({
        "@id": filed.part_urn(statement.id),
        "@type": ["Quotation", "prov:Entity"],
        "text": words(statement.content),
        "isPartOf": {"@id": filed.urn},
        "spokenByCharacter": {"@id": way[-1]["@id"]} if way else None,
        "prov:wasAttributedTo": way[-1] if way else None,
        "prov:wasQuotedFrom": {"@id": filed.urn},
        "prov:wasGeneratedBy": {"@id": READING},
        "sayso:way": way,
        "sayso:kind": statement.kind,
        "sayso:span": _spans([(s.start, s.end) for s in statement.content]),
    })  # fmt: skip


def _claim(filed: Filed, claim: Claim) -> Json:
    """A claim; nobody has said an attitude, and it is attributed to the outlet, as its own words are."""
    statement = filed.said_by(claim)
    spoken = statement is not None and statement.kind != "attitude"
    way = _way(filed, statement) if statement and spoken else []
    outlet = {"@id": f"{filed.urn}:outlet"} if filed.record.report.outlet else None
    standing = claim.standing
    return present({
        "@id": filed.part_urn(claim.id),
        "@type": ["Claim", "prov:Entity"],
        "text": words(claim.spans),
        "appearance": {"@id": filed.urn},
        "prov:wasAttributedTo": (way[-1] if way else None) if spoken else outlet,
        "prov:wasDerivedFrom": {"@id": filed.urn},
        "prov:wasGeneratedBy": {"@id": READING},
        "sayso:way": way,
        "sayso:kind": statement.kind if statement else "own voice",
        "sayso:certainty": standing.certainty,
        "sayso:polarity": standing.polarity,
        "sayso:time": standing.time,
        "sayso:stance": standing.stance,
        "sayso:likelihoodLow": standing.likelihood[0] if standing.likelihood else None,
        "sayso:likelihoodHigh": standing.likelihood[1] if standing.likelihood else None,
        "sayso:condition": standing.condition.text if standing.condition else None,
        "sayso:span": _spans([(s.start, s.end) for s in claim.spans]),
    })  # fmt: skip


def _silence(filed: Filed, silence: Silence) -> Json:
    return present({
        "@id": filed.part_urn(silence.id),
        "@type": ["sayso:Silence", "prov:Entity"],
        "text": silence.span.text,
        "sayso:notSaidBy": [h.name or (h.span.text if h.span else "") for h in silence.holders],
        "sayso:about": silence.about.text if silence.about else None,
        "prov:wasDerivedFrom": {"@id": filed.urn},
        "sayso:span": _spans([(silence.span.start, silence.span.end)]),
    })  # fmt: skip
