"""Points: what is one proposition, on how many independent words it rests, who differs and what changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_reports import Says, digests, ferry_reports, points, read, report, sides
from sayso.ledger.answers import Point, point_json
from sayso.ledger.digest import pack, unpack
from sayso.ledger.origins import agency
from sayso.ledger.points import points_of
from sayso.ledger.preparing import report_id
from sayso.ledger.propositions import digest_of
from sayso.record.types import Record


def point(words: str, *found: Record) -> Point:
    """The one point whose claims say ``words``."""
    [one] = [p for p in points(*found) if any(words in s.text for c in p.claims for s in c.spans)]
    return one


def labels(one: Point) -> list[tuple[str | None, str, str]]:
    """Of each claim: its origin, its relation and its independence."""
    return [(c.origin.name, c.relation, c.independence) for c in one.claims]


FERRY = ferry_reports()


def test_echo_wire_copy_witness_and_an_update() -> None:
    one = point("drowned", *FERRY)
    assert labels(one) == [
        ("Ida Roth", "supports", "independent"),
        ("Ida Roth", "supports", "echo"),
        ("Ida Roth", "supports", "echo"),
        ("Tom Vik", "supports", "independent"),
        ("Ida Roth", "supports", "independent"),
    ]
    assert one.independent_origins == 2, "Roth and Vik both say eleven by now"
    assert [(c.on, c.spans[0].text, c.spans[1].text) for c in one.changes] == [("number", "At least nine", "eleven")]
    assert not one.contradictions
    assert [c.superseded for c in one.claims] == [True, True, True, False, False]


def test_an_echo_says_of_what_it_is_one_and_why() -> None:
    copied = point("life rafts", *FERRY).claims[1]
    assert copied.independence == "echo"
    assert copied.echo_of == point("life rafts", *FERRY).claims[0].claim
    assert "the same origin, Ida Roth, by way of baltwire" in copied.reason


def test_a_denial_is_on_the_other_side_and_an_anonymous_origin_adds_none() -> None:
    one = point("life rafts", *FERRY)
    assert {(name, how) for name, _, how in labels(one)} >= {
        ("Alma Lines", "independent"),
        ("A port worker", "anonymous"),
    }
    sides = {c.origin.name: c.relation for c in one.claims}
    assert sides["Alma Lines"] != sides["Ida Roth"] == sides["A port worker"]
    assert {c.on for c in one.contradictions} == {"polarity"}
    assert one.credibility in (3, 4)


def test_a_schedule_that_slips_is_a_change() -> None:
    one = point("raise the ferry", *FERRY)
    assert [(c.on, c.spans[0].text, c.spans[1].text) for c in one.changes] == [("date", "Friday", "Sunday")]
    assert not one.contradictions


def test_a_schedule_slips_though_the_claim_tells_of_something_past() -> None:
    def closed(day: str, value: str, published: str, who: str) -> Record:
        words = f"the bridge at Nyborg was closed for repairs, and the bridge will reopen on {day}"
        return report(f"{who} said {words}.", "The Strand", published, Says(who, words), dates={day: value})

    first, second = (
        closed("May 5", "2025-05-05", "2025-04-20", "Eva Lund"),
        closed("May 9", "2025-05-09", "2025-04-28", "Ole Falk"),
    )
    one = point("will reopen", first, second)
    assert [(c.on, c.spans[0].text, c.spans[1].text) for c in one.changes] == [("date", "May 5", "May 9")]
    assert not one.contradictions


def test_a_day_that_two_sides_dispute_is_a_contradiction() -> None:
    first = report("The bridge at Nyborg fell on Monday, mayor Eva Lund said.", "The Strand", "2025-02-05",
                   Says("Eva Lund", "The bridge at Nyborg fell on Monday"), dates={"Monday": "2025-02-03"})  # fmt: skip
    second = report("Engineer Ole Falk said the bridge at Nyborg fell on Sunday.", "The Harbour Mail", "2025-02-06",
                    Says("Ole Falk", "the bridge at Nyborg fell on Sunday"), dates={"Sunday": "2025-02-02"})  # fmt: skip
    [one] = points(first, second)
    assert [(c.on, c.spans[0].text, c.spans[1].text) for c in one.contradictions] == [("date", "Monday", "Sunday")]
    assert not one.changes


def test_numbers_of_two_sides_at_one_time_are_a_contradiction() -> None:
    first = report("Police chief Per Dahl said 20 people had been injured at the rally in Nyborg.", "The Strand", "2025-02-05T08:00Z",
                   Says("Per Dahl", "20 people had been injured at the rally in Nyborg"))  # fmt: skip
    second = report("Doctor Lis Bro said 64 people had been injured at the rally in Nyborg.", "The Harbour Mail", "2025-02-05T09:00Z",
                    Says("Lis Bro", "64 people had been injured at the rally in Nyborg"))  # fmt: skip
    [one] = points(first, second)
    assert [c.on for c in one.contradictions] == ["number"]
    assert [c.spans[0].text for c in one.contradictions] == ["20"]


def test_confirmed_against_denied_is_a_contradiction_of_standing() -> None:
    first = report("Minister Asta Friis confirmed that she had resigned as minister.", "The Strand", "2025-02-05",
                   Says("Asta Friis", "that she had resigned as minister", stance="confirms"))  # fmt: skip
    second = report("Spokesman Kai Toft denied that she had resigned as minister.", "The Harbour Mail", "2025-02-05",
                    Says("Kai Toft", "that she had resigned as minister", stance="denies", polarity="negative"))  # fmt: skip
    [one] = points(first, second)
    assert [c.on for c in one.contradictions] == ["standing"]


def test_one_who_says_otherwise_later_has_changed_his_word() -> None:
    before = report("Minister Asta Friis denied that she had resigned as minister.", "The Strand", "2025-02-05",
                    Says("Asta Friis", "that she had resigned as minister", stance="denies", polarity="negative"))  # fmt: skip
    after = report("Minister Asta Friis confirmed that she had resigned as minister.", "The Strand", "2025-02-07",
                   Says("Asta Friis", "that she had resigned as minister", stance="confirms"))  # fmt: skip
    [one] = points(before, after)
    assert ([c.on for c in one.changes], one.contradictions) == (["standing"], ())


def test_an_outlets_own_words_do_not_show_how_it_knows() -> None:
    first = report("The bridge at Nyborg fell on Monday.", "The Strand", "2025-02-04")
    second = report("The bridge at Nyborg fell on Monday evening.", "The Harbour Mail", "2025-02-04")
    [one] = points(first, second)
    assert {c.independence for c in one.claims} == {"not established"}
    assert (one.independent_origins, one.credibility) == (0, 6)


def test_one_who_speaks_for_a_body_is_the_body() -> None:
    first = report("The bridge at Nyborg fell on Monday, the harbour authority said.", "The Strand", "2025-02-04",
                   Says("the harbour authority", "The bridge at Nyborg fell on Monday"))  # fmt: skip
    second = report("The bridge at Nyborg fell on Monday, Eva Lund, a spokeswoman for the harbour authority, said.", "The Harbour Mail",
                    "2025-02-05", Says("Eva Lund, a spokeswoman for the harbour authority", "The bridge at Nyborg fell on Monday"))  # fmt: skip
    [one] = points(first, second)
    assert [c.independence for c in one.claims] == ["independent", "echo"]
    assert "speak for the harbour authority" in one.claims[1].reason


def test_who_denies_having_done_it_disputes_the_accusation_not_the_event() -> None:
    first = report("Gunmen attacked an aid convoy near Halim, police chief Per Dahl said. "
                   "Minister Asta Friis said Banner Front had attacked the aid convoy.", "The Strand", "2025-02-04",
                   Says("Per Dahl", "Gunmen attacked an aid convoy near Halim"),
                   Says("Asta Friis", "Banner Front had attacked the aid convoy"), events={"attacked": "ASSAULT"})  # fmt: skip
    second = report("Banner Front said it had not attacked the aid convoy near Halim.", "The Harbour Mail", "2025-02-04",
                    Says("Banner Front", "it had not attacked the aid convoy near Halim", polarity="negative"),
                    events={"attacked": "ASSAULT"})  # fmt: skip
    found = {c.origin.name: p for p in points(first, second) for c in p.claims}
    assert found["Banner Front"] is found["Asta Friis"] is not found["Per Dahl"]
    assert [c.on for c in found["Banner Front"].contradictions] == ["polarity"]


def test_a_bare_agency_is_the_one_spoken_of_before() -> None:
    first = report("The bridge at Nyborg fell on Monday, the harbour agency said.", "The Strand", "2025-02-04",
                   Says("the harbour agency", "The bridge at Nyborg fell on Monday"))  # fmt: skip
    second = report("Rain was heavy, the harbour agency said. The bridge at Nyborg fell on Monday, the agency said.",
                    "The Harbour Mail", "2025-02-05", Says("the harbour agency", "Rain was heavy"),
                    Says("the agency", "The bridge at Nyborg fell on Monday"))  # fmt: skip
    one = point("bridge", first, second)
    assert [c.independence for c in one.claims] == ["independent", "echo"]


def test_a_lower_number_than_one_known_is_disputed_and_an_old_one_repeated_is_not() -> None:
    def toll(number: str, who: str, outlet: str, day: str) -> Record:
        text = f"{number} people were killed in the quake at Nyborg, {who} said."
        return report(text, outlet, f"2025-02-{day}", Says(who, f"{number} people were killed in the quake at Nyborg"))

    nine, twelve = toll("Nine", "Eva Lund", "The Strand", "03"), toll("Twelve", "Eva Lund", "The Strand", "05")
    late = toll("Nine", "Ole Falk", "Radio Sund", "06")
    lower = toll("Three", "Kai Toft", "The Harbour Mail", "06")
    assert not point("quake", nine, twelve, late).contradictions
    assert {c.on for c in point("quake", nine, twelve, lower).contradictions} == {"number"}


def test_a_cut_of_a_wire_report_is_a_copy_of_it() -> None:
    text = (
        "The pier at Brenholm burned down overnight. Sparks from a grill set the old planks alight near the ticket shed. "
        "Two swans were found unhurt under the last pillar. The town will decide in spring what becomes of the place."
    )
    wire = report(text, "Baltwire", "2025-02-03T08:00:00Z")
    cut = report(text[:160], "The Strand", "2025-02-03T11:00:00Z")
    one = point("burned down", wire, cut)
    assert [c.independence for c in one.claims] == ["not established", "echo"]
    assert "a copy of Baltwire" in one.claims[1].reason


def test_words_alone_make_no_point() -> None:
    first = report("A long grey winter evening by the quiet water.", "The Strand", "2025-02-04")
    second = report("The quiet water of a long grey evening.", "The Harbour Mail", "2025-02-04")
    assert len(points(first, second)) == 2


def test_a_pronoun_refers_back_to_what_was_said_just_before() -> None:
    one = report("Mayor Eva Lund said the bridge at Nyborg had been sold. Owner Brolaug denies it.", "The Strand", "2025-02-04",
                 Says("Eva Lund", "the bridge at Nyborg had been sold"),
                 Says("Owner Brolaug", "it", stance="denies", polarity="negative"))  # fmt: skip
    [made] = [p for p in points(one) if len(p.claims) == 2]
    assert [c.relation for c in made.claims] == ["supports", "contradicts"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("the Associated Press", "ap"),
        ("Agence France-Presse", "afp"),
        ("AP", "ap"),
        ("the port authority", "port authority"),
    ],
)
def test_an_agency_by_its_whole_name_is_the_agency(name: str, short: str) -> None:
    assert agency(name) == short


@pytest.mark.parametrize(
    "content",
    [
        "that it had seen the letter and denied that the crew had been paid",
        "that it had found no sign that the results had been altered",
        "that the company did not know of the fault",
    ],
)
def test_what_is_denied_within_words(content: str) -> None:
    one = report(f"Eva Lund said {content}.", "The Strand", "2025-02-05", Says("Eva Lund", content))
    assert digest_of(one).propositions[-1].polarity == "negative"


def test_the_contrary_of_what_another_says_is_against_it() -> None:
    first = report("Chief Per Dahl said the pilot survived.", "The Strand", "2025-02-05",
                   Says("Per Dahl", "the pilot survived"))  # fmt: skip
    second = report("Doctor Lis Bro said the pilot had died.", "The Harbour Mail", "2025-02-05",
                    Says("Lis Bro", "the pilot had died"))  # fmt: skip
    [one] = points(first, second)
    assert [(c.relation, c.independence) for c in one.claims] == [
        ("supports", "independent"), ("contradicts", "independent"),
    ]  # fmt: skip
    assert [c.on for c in one.contradictions] == ["polarity"]


def test_whoever_repeats_a_contradiction_is_on_its_side() -> None:
    says = "1,500 jobs would be cut at the yard in Nyborg"
    first = report("Eva Lund said 900 jobs would be cut at the yard in Nyborg.", "The Strand", "2025-02-05T08:00Z",
                   Says("Eva Lund", "900 jobs would be cut at the yard in Nyborg", time="future"))  # fmt: skip
    others = [
        report(f"Ole Falk said {says}.", outlet, f"2025-02-05T{hour}:00Z", Says("Ole Falk", says, time="future"))
        for outlet, hour in (("The Harbour Mail", "10"), ("Radio Sund", "12"))
    ]
    [one] = points(first, *others)
    assert [(c.relation, c.independence) for c in one.claims] == [
        ("supports", "independent"), ("contradicts", "independent"), ("contradicts", "echo"),
    ]  # fmt: skip
    assert not one.changes


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("a Western diplomat", False), ("Roy Tillman's lawyer", False), ("a Halden spokesman", True),
        ("Turkish officials", False), ("the coast guard", True), ("Ukraine's military", True), ("Students", False),
    ],
)  # fmt: skip
def test_what_sort_of_person_somebody_is_is_no_name(source: str, named: bool) -> None:
    one = report(f"The bridge at Nyborg fell, {source} said.", "The Strand", "2025-02-05",
                 Says(source, "The bridge at Nyborg fell", anonymous=True))  # fmt: skip
    assert digest_of(one).claims[0].voice.named is named


def test_every_match_keeps_its_reasons() -> None:
    for one in points(*FERRY):
        assert all(c.matched for c in one.claims) or len({c.claim for c in one.claims}) == 1


def test_spans_are_exact_and_claims_are_named_once() -> None:
    texts = {report_id(r.report.id, r.report.outlet): r.report.text for r in FERRY}
    for one in points(*FERRY):
        assert len({c.claim for c in one.claims}) == len(one.claims)
        for c in one.claims:
            assert all(texts[c.report][s.start : s.end] == s.text for s in c.spans)
            assert c.echo_of is None or c.echo_of in {other.claim for other in one.claims}


@given(st.permutations(range(len(FERRY))))
@settings(max_examples=25, deadline=None)
def test_the_order_of_reports_changes_nothing(order: list[int]) -> None:
    made = points_of("st-test", digests([FERRY[i] for i in order]))
    assert [point_json(p) for p in made] == [point_json(p) for p in points(*FERRY)]


def test_a_digest_survives_its_packing() -> None:
    for one in digests(FERRY):
        assert unpack(pack(one)) == one


@pytest.mark.parametrize(
    "text",
    [
        "", "a " * 4000, "12,345 " * 2000, "and killing " * 2000, "(" * 5000, "number and " * 4000, "found that " * 4000,
        "no one that and the " * 2000, "rescue team " * 4000, "no sign that " * 3000, "was last " * 4000,
    ],
)  # fmt: skip
def test_hostile_text_is_digested_in_linear_time(text: str) -> None:
    digest_of(report("Quiet. " + text, "The Strand", "2025-02-04"))


def test_a_place_is_contested_whatever_the_verb() -> None:
    found = points(
        read("The Strand", "2025-02-04", "The faulty valves were made at a plant in Lyon, said Eva Lund.\n"),
        read("The Mail", "2025-02-05", "The faulty valves were produced at a factory in Turin, Ole Falk said.\n"),
    )
    assert [one.on for one in found[0].contradictions] == ["place"]


def test_an_amount_that_something_did_is_contested_but_not_what_a_thing_is_worth() -> None:
    assert sides(
        read("The Strand", "2025-02-04", "The fire destroyed 900 tonnes of grain, said Eva Lund.\n"),
        read("The Mail", "2025-02-05", "The fire at Nyborg destroyed 400 tonnes of grain, Ole Falk said.\n"),
    ) == {"Eva Lund": "supports", "Ole Falk": "contradicts"}
    assert sides(
        read("The Strand", "2025-02-04", "Falk Line agreed to a deal worth 900 million euros, said Eva Lund.\n"),
        read("The Mail", "2025-02-05", "Falk Line agreed to a deal worth 400 million euros, Ole Falk said.\n"),
    ) == {"Eva Lund": "supports", "Ole Falk": "supports"}
