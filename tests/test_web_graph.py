"""The graph of chains: who has whose words, outlets first, and nobody said to echo who does not only echo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_reports import Says, ferry_reports, report
from sayso.ledger import open_ledger
from sayso.ledger.adding import add
from sayso.ledger.browsing import browse
from sayso.ledger.catalogue import Catalogue
from sayso.ledger.chains import Chains, Source, chains
from sayso.ledger.queries import Filters
from sayso.ledger.views import asking
from sayso.record.types import Record
from sayso.web.chaingraph import BOX_HEIGHT, BOX_WIDTH, LETTERS, Edge, Graph, Node, lay_out
from sayso.web.lettering import wide

ALL = Filters()


def chained(records: list[Record], filters: Filters = ALL, of: str | None = None) -> Chains:
    """The chains of records, as a ledger in memory has them."""
    ledger = open_ledger(":memory:", create=True)
    for record in records:
        add(ledger, record)
    with asking(ledger) as (asked, _):
        chosen = Catalogue(ledger).choose(asked.connection, filters)
        shelf = browse(asked, chosen, filters, size=50, look=50)
        digests = [digest for one in shelf.found for digest in asked.digests(one.lines)]
        points = [point for one in shelf.found for point in one.points]
        found = chains(digests, points, narrow=filters.any, of=of)
    ledger.close()
    return found


@pytest.fixture(scope="module")
def ferry() -> Chains:
    """The chains of the story of the ferry."""
    return chained(ferry_reports())


def source(found: Chains, name: str) -> Source:
    """The source of that name."""
    [one] = [s for s in found.sources if s.name == name]
    return one


def test_a_source_says_how_much_to_whom_and_how_far_it_stands_alone(ferry: Chains) -> None:
    roth = source(ferry, "Ida Roth")
    assert roth.role == "named"
    assert roth.statements == 8
    assert dict(roth.told) == {"Baltwire": 1}
    assert dict(roth.stances) == {"states": 8}
    assert dict(roth.verdicts)["independent"] > dict(roth.verdicts)["echo"] > 0
    assert sum(dict(roth.verdicts).values()) <= 8
    assert source(ferry, "A port worker").role == "anonymous"
    assert source(ferry, "Tom Vik").told == (("The Harbour Mail", 1),)


def test_words_that_were_told_to_another_came_through_it(ferry: Chains) -> None:
    links = {(link.outer, link.inner, link.how) for link in ferry.links}
    assert ("radio sund", "baltwire", "quotes") in links
    assert ("baltwire", "ida roth", "told") in links
    assert ("radio sund", "ida roth", "quotes") not in links
    assert ("harbour mail", "tom vik", "told") in links


def test_an_outlet_that_only_ever_echoes_is_known_and_no_other(ferry: Chains) -> None:
    echoing = {s.name for s in ferry.sources if s.only_echo}
    # The Strand has the owner's denial to itself, and one claim is too few to say so of Radio Sund.
    assert "The Strand" not in echoing
    assert "Radio Sund" not in echoing
    copy = chained([*ferry_reports()[:2], report(
        "Nine people drowned, Ida Roth said. Ida Roth said the ferry Alma had carried no life rafts.", "Radio Fjord",
        "2025-02-03T12:00:00Z", Says("Ida Roth", "Nine people drowned"),
        Says("Ida Roth", "the ferry Alma had carried no life rafts", polarity="negative"),
        events={"drowned": "ASSAULT"},
    )])  # fmt: skip
    assert "Radio Fjord" in {s.name for s in copy.sources if s.only_echo}
    assert "Baltwire" not in {s.name for s in copy.sources if s.only_echo}


def test_a_report_of_an_unknown_outlet_stands_for_it() -> None:
    found = chained(
        [report("The dam broke, Ada Berg said.", None, None, Says("Ada Berg", "The dam broke"), title="The dam")]
    )
    assert source(found, "The dam").unknown
    [link] = found.links
    assert link.inner == "ada berg"


def test_a_body_is_not_an_agency_of_the_same_initials() -> None:
    found = chained([report(
        "The dam broke, the port authority said.", "The Mail", None, Says("the port authority", "The dam broke"),
    )])  # fmt: skip
    assert source(found, "the port authority").key == "port authority"


def test_a_state_of_mind_is_nobodys_word() -> None:
    from conftest import ferry_record

    found = chained([ferry_record()])
    assert "port authority" not in {s.key for s in found.sources}


def test_the_claims_of_one_source_are_told_with_their_way(ferry: Chains) -> None:
    assert not ferry.spoken
    spoken = chained(ferry_reports(), of="Baltwire").spoken
    assert {one.own for one in spoken} <= {True, False}
    assert any(one.way == ("Radio Sund", "Baltwire", "Ida Roth") and not one.own for one in spoken)


def test_a_filter_narrows_the_chains_to_its_points() -> None:
    found = chained(ferry_reports(), Filters(text="rafts"))
    assert "Tom Vik" not in {s.name for s in found.sources}
    assert {"Alma Lines", "Ida Roth"} <= {s.name for s in found.sources}


# The drawing


def nodes(*keys: str) -> list[Node]:
    """Nodes, the first the weightiest."""
    return [Node(key, key.upper(), "named", len(keys) - i) for i, key in enumerate(keys)]


def edge(outer: str, inner: str, claims: int = 1) -> Edge:
    """An edge."""
    return Edge(outer, inner, claims, 0, claims)


def at(found: Graph, key: str) -> float:
    """How far right a node stands."""
    [box] = [b for b in found.boxes if b.node.key == key]
    return box.x


def test_words_run_from_outlets_on_the_left_to_origins_on_the_right() -> None:
    found = lay_out(nodes("a", "b", "c", "d"), [edge("a", "b"), edge("b", "c"), edge("a", "c"), edge("d", "c")], 10)
    assert at(found, "a") == at(found, "d") < at(found, "b") < at(found, "c")
    assert len(found.ties) == 4


def test_a_link_over_several_layers_does_not_run_through_a_box() -> None:
    found = lay_out(nodes("a", "b", "c"), [edge("a", "b"), edge("b", "c"), edge("a", "c")], 10)
    [long] = [tie for tie in found.ties if (tie.edge.outer, tie.edge.inner) == ("a", "c")]
    assert "H" in long.d
    height = float(long.d.split("H")[0].split()[-1])
    [middle] = [b for b in found.boxes if b.node.key == "b"]
    assert not middle.y < height < middle.y + middle.height


def test_wider_ties_are_more_claims_and_say_so() -> None:
    found = lay_out(nodes("a", "b", "c"), [edge("a", "b", 9), edge("a", "c", 1)], 10)
    widths = {tie.edge.inner: tie.width for tie in found.ties}
    assert widths["b"] > widths["c"]
    assert {tie.title for tie in found.ties} >= {"A on the word of B: 9 claims", "A on the word of C: 1 claim"}


def test_what_weighs_least_is_left_out_and_counted() -> None:
    some = nodes(*"abcdefgh")
    found = lay_out(some, [edge("a", key) for key in "bcdefgh"], 4)
    assert {b.node.key for b in found.boxes} == set("abcd")
    assert found.left_out == 4


KEYS = st.sampled_from("abcdefg")


@given(st.lists(st.tuples(KEYS, KEYS, st.integers(1, 20)), max_size=25, unique_by=lambda one: one[:2]))
def test_any_links_even_in_circles_are_drawn_with_no_box_over_another(links: list[tuple[str, str, int]]) -> None:
    edges = [edge(a, b, n) for a, b, n in links if a != b]
    found = lay_out(nodes(*"abcdefg"), edges, 7)
    assert len(found.ties) == len(edges)
    for i, one in enumerate(found.boxes):
        assert 0 <= one.x <= found.width - BOX_WIDTH
        assert 0 <= one.y <= found.height - BOX_HEIGHT
        for other in found.boxes[i + 1 :]:
            assert one.x != other.x or abs(one.y - other.y) >= BOX_HEIGHT
    assert lay_out(list(reversed(nodes(*"abcdefg"))), list(reversed(edges)), 7) == found


def test_a_name_in_capitals_or_in_chinese_does_not_run_out_of_its_box() -> None:
    names = [
        "W" * 190,
        "新华社" * 60,
        "An outlet whose name is of middling length, and longer than its box",
        "\N{RIGHT-TO-LEFT OVERRIDE}" * 9,
    ]
    nodes = [Node(name, name, "outlet", 1) for name in names] + [Node("z", "Z", "anonymous", 1)]
    drawn = lay_out(nodes, [Edge(name, "z", 1, 0, 1) for name in names], 9)
    labels = {box.node.name: box.label for box in drawn.boxes}
    assert all(wide(label) <= LETTERS + 0.5 for label in labels.values())
    assert len(labels[names[2]]) > len(labels[names[0]]) > len(labels[names[1]]) > 8


def test_nothing_is_a_graph_too() -> None:
    assert lay_out([], [], 9).boxes == ()
    assert lay_out(nodes("a"), [], 9).boxes == ()
