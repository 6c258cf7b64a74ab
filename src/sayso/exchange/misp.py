"""A MISP event (https://www.misp-standard.org/rfc/misp-standard-core.html) with two taxonomies' tags.

``admiralty-scale``: the credibility that the ledger suggests for a point, and the reliability that an analyst gave the
source of a claim. ``estimative-language``: the band of an estimative word. The two are never mixed, and nothing is
tagged where neither is known. Nothing is an indicator (``to_ids`` is false throughout).
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from sayso.exchange.case import Case, Filed, Json, json_text, present, words
from sayso.ledger.names import normal
from sayso.ledger.reviews import misp_tag
from sayso.record.types import Claim

_BANDS = {
    (0.01, 0.05): "almost-no-chance",
    (0.05, 0.2): "very-unlikely",
    (0.2, 0.45): "unlikely",
    (0.45, 0.55): "roughly-even-chance",
    (0.55, 0.8): "likely",
    (0.8, 0.95): "very-likely",
    (0.95, 0.99): "almost-certain",
}
"""ICD 203's bands as the taxonomy calls them."""


def write(case: Case) -> str:
    """One event."""
    days = sorted(filed.record.report.published or "" for filed in case.filed)
    dated = [day[:10] for day in days if day]
    attributes = [one for filed in case.filed for one in _report(filed)]
    attributes += [_point(point) for point in case.points]
    attributes += [_claim(case, filed, claim) for filed in case.filed for claim in filed.record.claims]
    event = present({
        "uuid": _uuid("event", *(filed.urn for filed in case.filed)),
        "info": case.title,
        "date": dated[0] if dated else None,
        "threat_level_id": "4",
        "analysis": "0",
        "distribution": "0",
        "published": False,
        "Tag": [{"name": 'osint:source-type="news-report"'}],
        "Attribute": attributes,
    })  # fmt: skip
    return json_text({"Event": event})


def _uuid(*parts: str) -> str:
    """The same for the same parts: a second import updates the first."""
    return str(uuid5(NAMESPACE_URL, "urn:sayso:misp:" + "\n".join(parts).encode("utf-8", "replace").decode()))


def _attribute(kind: str, value: str, comment: str, tags: list[str], *named: str) -> Json:
    return {
        "uuid": _uuid(*named),
        "type": kind,
        "category": "External analysis",
        "value": value,
        "comment": comment,
        "to_ids": False,
        "disable_correlation": kind != "link",
        "Tag": [{"name": tag} for tag in tags],
    }


def _report(filed: Filed) -> Iterator[Json]:
    report = filed.record.report
    told = " ".join(part for part in (report.outlet, report.published) if part)
    if filed.link:
        yield _attribute("link", filed.link, f"{filed.label}. {told}".strip(), [], filed.urn, "link")
    else:
        yield _attribute("text", filed.label, f"report. {told}".strip(), [], filed.urn, "report")


def _point(point: Json) -> Json:
    origins = point["independent_origins"]
    said = point["credibility"]
    comment = f"point, {origins} independent origin{'' if origins == 1 else 's'}; suggested because: {said['reason']}"
    return _attribute("text", point["text"], comment, [misp_tag(int(said["suggested"]))], "point", point["id"])


def _claim(case: Case, filed: Filed, claim: Claim) -> Json:
    standing = claim.standing
    tags = []
    if standing.likelihood in _BANDS:
        tags.append(f'estimative-language:likelihood-probability="{_BANDS[standing.likelihood]}"')
    grade = case.grades.get(normal(_origin(case, filed, claim)))
    if grade is not None:
        tags.append(misp_tag(str(grade["grade"])))
    told = [standing.certainty, standing.polarity, standing.time, standing.stance]
    where = ", ".join(f"{span.start}–{span.end}" for span in claim.spans)
    _, stands = case.placed.get(filed.ref(claim.id), (None, None))
    how = f"; {stands['relation']}, {stands['independence']}: {stands['reason']}" if stands else ""
    comment = f"claim by {filed.way(claim)}; {', '.join(told)}; characters {where} of {filed.label}{how}"
    return _attribute("text", words(claim.spans) or "(no words)", comment, tags, filed.part_urn(claim.id))


def _origin(case: Case, filed: Filed, claim: Claim) -> str:
    """Whose word it is; an attitude is nobody's, and the report's own voice is its outlet's."""
    _, stands = case.placed.get(filed.ref(claim.id), (None, None))
    if stands is not None:
        return str(stands["origin"]["name"] or "")
    statement = filed.said_by(claim)
    if statement is None:
        return filed.record.report.outlet or ""
    return (statement.chain[-1].name or "") if statement.chain and statement.kind != "attitude" else ""
