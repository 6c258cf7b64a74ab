"""``sayso review`` and ``sayso grade``: what a person names, as characters of reports, and the decision on it."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from sayso.cli.read import OK, UsageError
from sayso.web.harmless import harmless

if TYPE_CHECKING:
    from sayso.ledger import Ledger

Json = dict[str, Any]


def review(ledger: Ledger, arguments: Namespace) -> int:
    """Keep the decision; the exit code.

    Raises:
        UsageError: it names what is not there.
        LedgerError: it cannot be kept.
    """
    from sayso.ledger.naming import Named, named_claims, named_point
    from sayso.ledger.reviews import FIELDS, decide

    kind = arguments.decision
    signed = {"by": arguments.by, "because": arguments.because}
    if kind == "undo":
        return _said(
            decide(ledger, "undo", value=str(arguments.number), shown={"decision": arguments.number}, **signed)
        )
    if kind == "correct":
        allowed = FIELDS[arguments.field]
        if allowed is not None and arguments.value not in allowed:
            raise UsageError(f"{arguments.field}: should be one of {', '.join(allowed)}")
        claim = named_claims(ledger, [arguments.claim])
        return _said(
            decide(
                ledger,
                kind,
                anchors=claim.anchors,
                shown=claim.shown,
                field=arguments.field,
                value=arguments.value,
                **signed,
            )
        )
    point = named_point(ledger, arguments.point)
    if kind == "merge":
        other = named_point(ledger, arguments.other)
        if other.anchors == point.anchors:
            raise UsageError("a point is one with itself already")
        shown = {**point.shown, "other": other.shown}
        return _said(decide(ledger, kind, anchors=point.anchors, others=other.anchors, shown=shown, **signed))
    claims = named_claims(
        ledger, arguments.claims if kind == "split" else [arguments.claim], within=None if kind == "accept" else point
    )
    rest = Named(tuple(anchor for anchor in point.anchors if anchor not in claims.anchors), {})
    if kind != "accept" and not rest.anchors:
        raise UsageError("nothing would be left of the point")
    shown = {**point.shown, **claims.shown}
    return _said(decide(ledger, kind, anchors=claims.anchors, others=rest.anchors, shown=shown, **signed))


def grade(ledger: Ledger, arguments: Namespace) -> int:
    """Keep the grade; the exit code."""
    from sayso.ledger.reviews import decide

    shown = {"source": arguments.source}
    return _said(
        decide(ledger, "grade", shown=shown, value=arguments.letter, by=arguments.by, because=arguments.because)
    )


def _said(number: int) -> int:
    print(harmless(f"sayso: decision {number} kept"), file=sys.stderr)  # noqa: T201
    return OK
