"""What a report is found by follows what people decide of it, in the same transaction, and goes back with an undoing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger_databases import address, postgres  # noqa: F401
from ledger_reports import ferry_reports
from sayso.ledger import Ledger, LedgerError, open_ledger
from sayso.ledger.adding import add
from sayso.ledger.facets import Kept
from sayso.ledger.naming import named_claims
from sayso.ledger.queries import Filters
from sayso.ledger.reviews import decide
from sayso.ledger.schema import keys
from sayso.ledger.views import points
from server_desk import page, served

FIRST, RIGHT = "Tom Vik", "Ona Berg-Lind"


def filed(ledger: Ledger, kind: str, name: str) -> int:
    """How many reports are filed under a name."""
    with ledger.reading() as connection:
        query = sa.select(sa.func.count()).where(keys.c.kind == kind, keys.c.key == name.lower())
        return int(connection.execute(query).scalar() or 0)


def correct(ledger: Ledger) -> list[int]:
    """Put right on whose word everything is that was read as the first's; the decisions."""
    found = [c for p in points(ledger, Filters())["points"] for c in p["claims"] if c["origin"]["name"] == FIRST]
    claims = sorted({str(c["claim"]) for c in found})
    assert len(claims) == 2
    named = [named_claims(ledger, [claim]).anchors for claim in claims]
    return [decide(ledger, "correct", by="M. Quist", anchors=one, field="origin", value=RIGHT) for one in named]


def test_a_corrected_source_is_found_under_its_right_name_until_that_is_taken_back(address: str) -> None:  # noqa: F811
    ledger = open_ledger(address, create=True)
    for record in ferry_reports():
        add(ledger, record)
    index = Kept(ledger)
    assert (filed(ledger, "source", FIRST), filed(ledger, "source", RIGHT)) == (1, 0)
    *_, n = correct(ledger)
    assert (filed(ledger, "source", FIRST), filed(ledger, "source", RIGHT)) == (0, 1)
    found = index.now()
    assert found is not None
    assert RIGHT.lower() in {count.key for count in found.count("source", None, 99)}
    assert points(ledger, Filters(source=RIGHT))["points"]
    undo = decide(ledger, "undo", by="M. Quist", value=str(n))
    assert (filed(ledger, "source", FIRST), filed(ledger, "source", RIGHT)) == (1, 1)
    # And what took it back can be taken back.
    decide(ledger, "undo", by="M. Quist", value=str(undo))
    assert (filed(ledger, "source", FIRST), filed(ledger, "source", RIGHT)) == (0, 1)
    with pytest.raises(LedgerError):
        decide(ledger, "undo", by="M. Quist", value=str(undo))
    ledger.close()


def test_a_new_reading_is_filed_as_corrected(address: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    ledger = open_ledger(address, create=True)
    made = ferry_reports()
    for record in made:
        add(ledger, record)
    correct(ledger)
    for module in ("sayso.ledger.changing", "sayso.ledger.adding"):
        monkeypatch.setattr(f"{module}.__version__", "99.0", raising=False)
    outcomes = {add(ledger, record).outcome for record in made}
    assert outcomes == {"read again"}
    assert (filed(ledger, "source", FIRST), filed(ledger, "source", RIGHT)) == (0, 1)
    ledger.close()


def test_search_counts_and_finds_a_corrected_person(address: str) -> None:  # noqa: F811
    with served(address, ferry_reports()) as client:
        ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
        named = filed(ledger, "person", FIRST)
        correct(ledger)
        assert named == 1
        # Whoever stands in for a person is one.
        assert filed(ledger, "person", RIGHT) == named
        assert RIGHT in page(client, "/search").text
        assert "No point holds that" not in page(client, f"/search?source={RIGHT}").text
