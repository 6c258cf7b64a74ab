"""Who is behind a claim: somebody named in one report and described in another, and the way that words took."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from ledger_reports import Says, report
from sayso.ledger.answers import Point
from sayso.ledger.cast import cast_of, described
from sayso.ledger.digest import Digest, pack, unpack
from sayso.ledger.origins import Entry
from sayso.ledger.points import points_of
from sayso.ledger.propositions import digest_of
from sayso.record.types import Record

CLOSED = "The old bridge at Varde was closed on Monday"


def told(outlet: str, source: str, *, name: str | None = None, day: int = 3, more: str = "", **kinds: str) -> Record:
    """A report that the bridge was closed, on the word of ``source``."""
    text = f"{more}{CLOSED}, {source}, said."
    says = Says(source, CLOSED, name=name, told_to=kinds.get("told_to"), anonymous=name is None)
    return report(text, outlet, f"2025-03-{day:02}T09:00:00Z", says)


def point(*records: Record) -> Point:
    """The point of the bridge."""
    digests: list[Digest] = [replace(digest_of(one), id=f"r{i}") for i, one in enumerate(records)]
    [one] = [p for p in points_of("st-test", digests) if any(CLOSED in s.text for c in p.claims for s in c.spans)]
    return one


def independence(*records: Record) -> list[str]:
    """Of each claim on the bridge, in the order of the reports' dates."""
    return [claim.independence for claim in point(*records).claims]


@pytest.mark.parametrize(
    ("named", "name", "other"),
    [
        ("the harbour's engineer, Ines Pardo", "Ines Pardo", "the harbour's engineer"),
        ("harbour engineer Ines Pardo", "Ines Pardo", "the engineer of the harbour"),
        ("Ines Pardo, the mayor of Varde", "Ines Pardo", "Varde's mayor"),
        ("Mayor Ines Pardo", "Ines Pardo", "the mayor"),
        ("Ines Pardo, 54", "Ines Pardo", "the 54-year-old"),
    ],
)
def test_who_is_named_in_one_report_is_known_where_another_describes_her(named: str, name: str, other: str) -> None:
    found = point(told("Vest Post", named, name=name), told("Radio Syd", other, day=4))
    assert [claim.independence for claim in found.claims] == ["independent", "echo"]
    assert "Ines Pardo" in found.claims[1].reason, "the claim shows who is meant"
    assert found.claims[1].origin.name == other, "and what the report calls her"


@pytest.mark.parametrize(
    ("named", "name", "other"),
    [
        ("the harbour's engineer, Ines Pardo", "Ines Pardo", "the railway's engineer"),
        ("the harbour's engineer, Ines Pardo", "Ines Pardo", "the police and the harbour's engineer"),
        ("the harbour's engineer, Ines Pardo", "Ines Pardo", "an engineer"),
        ("Ines Pardo, the mayor of Varde", "Ines Pardo", "the former mayor"),
        ("Ines Pardo, the mayor of Varde", "Ines Pardo", "the deputy mayor of Varde"),
        ("Ines Pardo, 54", "Ines Pardo", "the 45-year-old"),
        ("Health Minister Ines Pardo", "Ines Pardo", "the interior minister"),
    ],
)
def test_another_is_not_taken_for_her(named: str, name: str, other: str) -> None:
    found = point(told("Vest Post", named, name=name), told("Radio Syd", other, day=4))
    assert "Ines Pardo" not in found.claims[1].reason
    assert found.claims[1].independence != "echo"


def test_what_fits_two_is_neither() -> None:
    first = told("Vest Post", "the harbour's engineer, Ines Pardo", name="Ines Pardo")
    second = told("Nord Avis", "the harbour's engineer, Ole Falk", name="Ole Falk", day=4)
    third = told("Radio Syd", "the harbour's engineer", day=5)
    claim = point(first, second, third).claims[2]
    assert "Pardo" not in claim.reason
    assert "the same origin" not in claim.reason


def test_who_was_brought_in_without_a_name_stays_without_one() -> None:
    first = told("Vest Post", "the engineer, Ines Pardo", name="Ines Pardo")
    second = told("Radio Syd", "the engineer", day=4, more="An engineer at the site was worried.\n")
    assert "Pardo" not in point(first, second).claims[1].reason


def test_the_specialist_who_is_named_is_the_one_brought_in_before() -> None:
    lead, later = "Its cables had rusted", CLOSED
    text = f"{lead}, a cable specialist at the harbour said.\nThe specialist, Ines Pardo, said: {later}."
    says = (
        Says("a cable specialist at the harbour", lead, anonymous=True),
        Says("The specialist, Ines Pardo", later, name="Ines Pardo"),
    )
    [figure] = cast_of(report(text, "Vest Post", "2025-03-03", *says))
    assert figure.called == ("The specialist", "a cable specialist at the harbour")


@pytest.mark.parametrize(
    ("outlet", "medium"),
    [("Vest Post", "the Post"), ("Varde Press Association", "VPA"), ("Channel Six Online", "Channel Six")],
)
def test_an_outlets_short_name_is_no_way_that_words_came_by(outlet: str, medium: str) -> None:
    digest = digest_of(told(outlet, f"Ines Pardo told {medium}", name="Ines Pardo", told_to=medium))
    assert [Entry(digest, said).way for said in digest.claims if said.voice.name == "Ines Pardo"] == [frozenset()]


def test_whoever_speaks_to_reporters_comes_by_no_common_way() -> None:
    first = told("Vest Post", "Ines Pardo told reporters", name="Ines Pardo", told_to="reporters")
    second = told("Radio Syd", "Ole Falk told reporters", name="Ole Falk", told_to="reporters", day=4)
    assert independence(first, second) == ["independent", "independent"]


def test_whoever_speaks_to_one_paper_comes_by_it() -> None:
    first = told("Vest Post", "Ines Pardo told Nord Avis", name="Ines Pardo", told_to="Nord Avis")
    second = told("Radio Syd", "Ole Falk told Nord Avis", name="Ole Falk", told_to="Nord Avis", day=4)
    assert independence(first, second) == ["independent", "not established"]


def test_bodies_that_are_called_in_several_ways_are_one() -> None:
    first = told("Vest Post", "fire commander Ines Pardo of the Varde fire brigade", name="Ines Pardo")
    second = told("Radio Syd", "the Varde fire service", day=4)
    assert independence(first, second) == ["independent", "not established"]


def test_descriptions_are_known_in_any_order_and_outlive_packing() -> None:
    records = [
        told("Vest Post", "the harbour's engineer, Ines Pardo", name="Ines Pardo"),
        told("Radio Syd", "the harbour's engineer", day=4),
        told("Nord Avis", "Mayor Ole Falk", name="Ole Falk", day=5),
    ]
    digests = [replace(digest_of(one), id=f"r{i}") for i, one in enumerate(records)]
    assert [unpack(pack(one)) for one in digests] == digests
    first = points_of("st-test", digests)
    assert all(points_of("st-test", some) == first for some in permutations(digests))


@pytest.mark.parametrize(
    ("phrase", "head", "tells"),
    [
        ("the farm's owner", "owner", {"farm"}),
        ("the former mayor of Varde", "mayor", {"Varde"}),
        ("a 61-year-old herdsman on the farm", "herdsman", {"farm"}),
    ],
)
def test_a_description_is_a_noun_and_whose_it_is(phrase: str, head: str, tells: set[str]) -> None:
    assert described(phrase).head == head
    assert described(phrase).tells == tells


def test_the_dead_of_an_earlier_disaster_are_no_other_number() -> None:
    now = "At least 14 people were killed by the slide at Varde on Tuesday"
    then = "More than 300 people were killed by the slide at Varde in May 2017"
    first = report(
        f"Ines Pardo: {now}.", "Vest Post", "2025-03-04", Says("Ines Pardo", now), dates={"Tuesday": "2025-03-04"}
    )
    second = report(
        f"Ole Falk: {then}.", "Radio Syd", "2025-03-05", Says("Ole Falk", then), dates={"May 2017": "2017-05-01"}
    )
    digests = [replace(digest_of(one), id=f"r{i}") for i, one in enumerate((first, second))]
    assert not any(one.contradictions or one.changes for one in points_of("st-test", digests))
