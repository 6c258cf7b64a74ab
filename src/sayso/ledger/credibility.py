"""The Admiralty code's second half: a credibility digit, suggested with its reason (NATO AJP-2.1; MISP taxonomy)."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.ledger.answers import Contradiction, PointClaim

WORDS = {
    1: "confirmed by other sources", 2: "probably true", 3: "possibly true",
    4: "doubtful", 5: "improbable", 6: "truth cannot be judged",
}  # fmt: skip


def suggested(claims: Sequence[PointClaim], contradictions: Sequence[Contradiction]) -> tuple[int, str]:
    """The digit and why. It speaks of what is on record, not of what is true."""
    named = sum(c.relation == "supports" and c.independence == "independent" and not c.superseded for c in claims)
    possible = sum(
        c.relation == "supports" and c.independence == "not established" and not c.superseded for c in claims
    )
    against = sum(c.relation == "contradicts" and c.independence == "independent" for c in claims)
    opposed = any(c.relation == "contradicts" for c in claims)
    disputed = len(contradictions)
    said = f"{_of(named, 'independent origin')} for it"
    if opposed:
        said += f", {_of(against, 'independent origin')} against it"
    elif disputed:
        said += f", {_of(disputed, 'contradiction')}"
    if named >= 2 and not opposed and not disputed:
        return 1, said
    if named >= 2:
        return (3 if against else 2), said
    if opposed and against > max(named, 1):
        return 5, said
    if opposed and against >= max(named, 1):
        return 4, said
    if named == 1:
        return (2 if possible and not opposed and not disputed else 3), said
    return 6, f"{said}: no named origin is known to stand behind it"


def _of(n: int, what: str) -> str:
    return f"{n or 'no'} {what}{'' if n == 1 else 's'}"
