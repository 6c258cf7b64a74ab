"""What a clause counts and says happens, and what becomes of numbers that differ."""

from __future__ import annotations

import pytest

from ledger_reports import points, read, report, sides
from sayso.ledger.propositions import digest_of


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("At least 14 people were killed and 26 injured", [("killed", 14, None), ("injured", 26, 26)]),
        ("The death toll in the quake at Nyborg has risen to nine", [("killed", 9, 9)]),
        ("About 4,000 people marched", [("attended", 3600, 4400)]),
        ("A 15-year-old boy was killed", []),
        ("Ole Falk, 15, was killed", []),
        ("Two of the injured are in a ward", [("injure", 2, 2)]),
        ("The shed held 40 tonnes of salt", [("tonne", 40, 40)]),
        ("One survivor died", [("killed", 1, 1)]),
        ("In 2019 it was killed off", []),
        ("No one was hurt", [("injured", 0, 0)]),
        ("Two rescue teams came", [("team", 2, 2)]),
        ("The crash killed 18 of the 47 people on the ferry", [("killed", 18, 18)]),
        ("There were 338 people on the ferry", [("aboard", 338, 338)]),
        ("Ole Falk said four people were on a bus at Hvide", [("aboard", 4, 4)]),
        ("The ship was carrying 312 passengers", [("aboard", 312, 312)]),
        ("The ship could carry 500 passengers", [("passenger", 500, 500)]),
        ("The number of people killed when a ferry sank has risen to 31", [("killed", 31, 31)]),
        ("The A13 motorway was shut", []),
        ("Five people have lost their lives", [("killed", 5, 5)]),
        ("Five miners lost their lives in the pit", [("killed", 5, 5)]),
        ("Two more people died on the way", []),
        ("Dogs led the men to two more bodies", []),
        ("Nine counties have no measles vaccine left", [("county", 9, 9)]),
        ("She found cholera in six of eight samples", [("sample", 8, 8)]),
        ("It burned 2,000 hectares of forest and hurt 12 men", [("hectare", 2000, 2000), ("injured", 12, 12)]),
    ],
)
def test_what_is_counted(words: str, counted: list[tuple[str, float, float | None]]) -> None:
    found = [p.count for p in digest_of(report(words + ".", "The Strand", "2025-02-04")).propositions if p.count]
    assert [(c.measure, c.low, c.high) for c in found] == counted


@pytest.mark.parametrize(
    ("words", "happens"),
    [
        ("The ferry that went down off Nyborg was carrying 260 people", ["carry"]),
        ("A man arrested on Monday was charged", ["charge"]),
        ("The road, closed since Saturday, will reopen", ["reopen"]),
        ("Talks to free the girls will begin", ["begin"]),
        ("They have agreed to a ceasefire that will take effect on Friday", ["agree", "take"]),
        ("The chain was hacked and the files have been stolen", ["hack", "steal"]),
        ("Its largest shareholder would not sell its shares", ["sell"]),
        ("An engine had been on fire", ["burn"]),
        ("A driver lost his life", ["die"]),
        ("The crown lost a tenth of its worth", ["lose"]),
        ("The zoo will open again on Friday", ["reopen"]),
        ("The bridge is to open on Friday", ["open"]),
    ],
)
def test_what_a_clause_says_happens(words: str, happens: list[str]) -> None:
    made = digest_of(report(words + ".", "The Strand", "2025-02-04")).propositions
    assert [one.predicate for one in made] == happens


def test_people_on_a_ship_are_aboard_it() -> None:
    assert sides(
        read("The Strand", "2025-02-04T08:00Z", "The ferry was carrying 312 passengers and crew, said Eva Lund.\n"),
        read("The Mail", "2025-02-04T09:00Z", "There were 338 people on the ferry, Ole Falk said.\n"),
    ) == {"Eva Lund": "supports", "Ole Falk": "contradicts"}


def test_who_has_nothing_lacks_it_whatever_the_words() -> None:
    made = [
        digest_of(read("The Strand", "2025-02-04", f"Seven counties {words}, Eva Lund said.\n")).propositions[0]
        for words in ("have no vaccine left", "are without vaccine")
    ]
    assert [(one.predicate, one.polarity) for one in made] == [("hold", "negative")] * 2


def test_fewer_are_missing_as_some_are_found() -> None:
    (one, *_) = points(
        read("The Strand", "2025-02-04T08:00Z", "Five people are still missing at Nyborg, Eva Lund said.\n"),
        read("The Mail", "2025-02-04T14:00Z", "Two people are still missing at Nyborg, Ole Falk said.\n"),
    )
    assert not one.contradictions
    assert [change.on for change in one.changes] == ["number"]


def test_some_of_those_whom_a_report_counts_dispute_nothing() -> None:
    (one, *_) = points(
        read("The Strand", "2025-02-04T08:00Z", "Four people were killed by the storm at Nyborg, Eva Lund said.\n"),
        read(
            "The Mail", "2025-02-05T08:00Z",
            "Nine people were killed by the storm at Nyborg, Eva Lund said.\n\n"
            "Three people were killed by the storm at Nyborg in one house.\n",
        ),
    )  # fmt: skip
    assert not one.contradictions
