"""The record's JSON: what is written is what the contract says, and reads back as what it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sayso import __version__
from sayso.record import types as t
from sayso.record.contract import ContractError, dumps, from_json, schema, to_json
from sayso.record.rules import broken_rules
from sayso.record.spans import Span

OPEN = Draft202012Validator(schema())
CLOSED = Draft202012Validator(schema(closed=True))

KEYS = {
    "record": "schema sayso report statements claims silences events entities places dates notes",
    "report": "id file url outlet title byline published language translator dateline credit published_from retrieved sha256 container member"
    " text blocks",
    "statements": "id kind source cue content chain told_to said_on within score",
    "claims": "id spans statement standing events dates places",
    "silences": "id span holders about",
    "events": "id type mode contexts trigger actors recipients place date claim parties",
    "entities": "id name kind mentions ids",
    "places": "id span entity name kind country admin1 lat lon role candidates",
    "dates": "id span type value edtf earliest latest anchor mod",
    "notes": "code message span",
}

WORDS = st.text(max_size=8)
MAYBE = st.none() | WORDS
IDS = st.lists(WORDS, max_size=3).map(tuple)


@pytest.fixture
def record(record: t.Record) -> t.Record:
    """The ferry record, with a party told of its event."""
    event = record.events[0]
    party = t.Party("recipient", event.trigger, "Ilse Brandt", "x1", "NO", "named", ("BUS",))
    return replace(record, events=(replace(event, parties=(party,)), *record.events[1:]))


def _one_of(literal: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


@st.composite
def records(draw: st.DrawFn) -> t.Record:
    """Any record whose spans and blocks lie in its text."""
    text = draw(st.text(max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    span = ends.map(lambda e: Span.of(text, e[0], e[1]))
    spans, maybe = st.lists(span, max_size=3).map(tuple), st.none() | span
    unit = st.floats(0, 1)
    standing = st.builds(
        t.Standing, _one_of(t.Certainty), _one_of(t.Polarity), _one_of(t.TimeStatus), _one_of(t.Stance),
        st.none() | st.tuples(unit, unit), spans, maybe,
    )  # fmt: skip
    holder = st.builds(t.Holder, MAYBE, maybe, MAYBE, st.booleans())
    candidate = st.dictionaries(WORDS, st.none() | WORDS | st.integers(), max_size=2)

    def many(strategy: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(strategy, max_size=3)))

    block = st.builds(lambda e, role: t.Block(e[0], e[1], role), ends, _one_of(t.BlockRole))
    report = t.Report(draw(WORDS), draw(MAYBE), text, many(block), *(draw(MAYBE) for _ in range(14)))
    chain = st.lists(holder, max_size=3).map(tuple)
    told_to = st.none() | st.builds(t.ToldTo, WORDS, span)
    silent = st.lists(st.builds(t.SilentHolder, MAYBE, maybe, MAYBE), max_size=3).map(tuple)
    lat, lon = st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180)
    candidates = st.lists(candidate, max_size=2).map(tuple)
    ids = st.dictionaries(WORDS, WORDS, max_size=2)
    basis = st.none() | _one_of(t.CountryBasis)
    party = st.builds(t.Party, _one_of(t.PartyRole), span, MAYBE, MAYBE, MAYBE, basis, IDS)
    parties = st.lists(party, max_size=2).map(tuple)
    kind, role, date = (
        _one_of(t.StatementKind),
        _one_of(t.PlaceRole),
        st.sampled_from(["DATE", "TIME", "DURATION", "SET"]),
    )
    return t.Record(
        report,
        many(st.builds(t.Statement, WORDS, kind, maybe, maybe, spans, chain, told_to, MAYBE, MAYBE, unit)),
        many(
            st.builds(t.Claim, WORDS, st.lists(span, min_size=1, max_size=3).map(tuple), MAYBE, standing, IDS, IDS, IDS)
        ),
        many(st.builds(t.Silence, WORDS, span, silent, maybe)),
        many(st.builds(t.Event, WORDS, WORDS, MAYBE, IDS, span, IDS, IDS, MAYBE, MAYBE, WORDS, parties)),
        many(st.builds(t.Entity, WORDS, WORDS, _one_of(t.EntityKind), spans, ids)),
        many(st.builds(t.Place, WORDS, span, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, lat, lon, role, candidates)),
        many(st.builds(t.Date, WORDS, span, date, WORDS, MAYBE, MAYBE, MAYBE, MAYBE)),
        many(st.builds(t.Note, WORDS, WORDS, maybe)),
    )


@settings(max_examples=60, deadline=None)
@given(records())
def test_any_record_is_valid_and_reads_back_as_it_was(record: t.Record) -> None:
    written = json.loads(dumps(record))
    assert not list(CLOSED.iter_errors(written))
    assert from_json(written) == record
    assert written == to_json(record)


def test_keys_are_the_contracts_in_its_order(record: t.Record) -> None:
    written = json.loads(dumps(record))
    assert list(written) == KEYS["record"].split()
    assert list(written["report"]) == KEYS["report"].split()
    for name in ("statements", "claims", "silences", "events", "entities", "places", "dates", "notes"):
        assert list(written[name][0]) == KEYS[name].split(), name
    assert list(written["statements"][0]["chain"][0]) == ["name", "span", "entity", "anonymous"]
    assert list(written["statements"][0]["told_to"]) == ["name", "span"]
    assert list(written["statements"][0]["cue"]) == ["start", "end", "text"]
    standing = "certainty polarity time stance likelihood because condition"
    assert list(written["claims"][0]["standing"]) == standing.split()
    assert list(written["events"][0]["parties"][0]) == [
        "role",
        "span",
        "name",
        "entity",
        "country",
        "country_basis",
        "sectors",
    ]
    assert list(written["silences"][0]["holders"][0]) == ["name", "span", "entity"]
    assert written["schema"] == 1
    assert written["sayso"] == __version__


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(schema())
    parts = [schema(), *schema()["$defs"].values()]
    for part in parts:
        assert part.get("description")
        assert part["required"] == list(part["properties"])


def test_the_open_schema_lets_added_keys_pass_and_the_reader_passes_over_them(record: t.Record) -> None:
    written = to_json(record)
    written["stories"] = ["added later"]
    written["claims"][0]["weight"] = 1
    written["notes"][1]["span"]["line"] = 3
    assert not list(OPEN.iter_errors(written))
    assert list(CLOSED.iter_errors(written))
    assert from_json(written) == record


def test_one_line_and_always_the_same(record: t.Record) -> None:
    line = dumps(record)
    assert "\n" not in line
    assert line == dumps(from_json(json.loads(line)))
    assert "“every hull”" in line


def test_a_file_name_that_is_no_unicode_can_still_be_written_and_is_kept(record: t.Record) -> None:
    odd = replace(record, report=replace(record.report, file="caf\udce9.txt"))
    assert from_json(json.loads(dumps(odd).encode("utf-8"))).report.file == "caf\udce9.txt"


def _set(value: Any, path: str, new: object) -> Any:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        value = value[step]
    value[last] = new
    return value


@pytest.mark.parametrize(
    ("path", "new", "complaint"),
    [
        ("schema", 2, "record: this is schema 2, not 1"),
        ("schema", True, "schema True"),
        ("report.text", None, "'text' should be a string"),
        ("statements.1.cue.text", "sayd", r"statements\[1\]\.cue: the report does not say this"),
        ("statements.0.content.0.end", 10**9, "does not say this"),
        ("statements.0.kind", "rumour", "'kind' should be one of direct, indirect"),
        ("statements.0.chain.0.anonymous", "no", "true or false"),
        ("statements.0.score", float("nan"), "finite"),
        ("claims.2.standing", [], r"claims\[2\]\.standing: an object was expected"),
        ("claims.2.dates", [1], "list of strings"),
        ("claims.0.standing.likelihood", [0.1], "two numbers"),
        ("claims.0.standing.time", "later", "one of past"),
        ("events.0.parties.0.country_basis", "guess", "one of named, table"),
        ("dates", {}, "a list"),
        ("entities.0.ids", {"iso": 3}, "a string"),
    ],
)
def test_json_that_is_no_record_is_refused_with_the_place(
    record: t.Record, path: str, new: object, complaint: str
) -> None:
    written = json.loads(dumps(record))
    _set(written, path, new)
    with pytest.raises(ContractError, match=complaint):
        from_json(written)


def test_a_missing_key_is_refused(record: t.Record) -> None:
    written = to_json(record)
    del written["claims"][0]["statement"]
    with pytest.raises(ContractError, match=r"claims\[0\]: 'statement' is missing"):
        from_json(written)


def test_a_record_of_before_a_key_was_added_is_read(record: t.Record) -> None:
    written = to_json(record)
    for key in ("credit", "published_from", "retrieved", "sha256", "container", "member"):
        del written["report"][key]
    for event in written["events"]:
        del event["parties"]
    before = replace(record, events=tuple(replace(e, parties=()) for e in record.events))
    assert from_json(written) == before


def test_the_ferry_record_keeps_every_rule_and_breaches_are_found(record: t.Record) -> None:
    assert broken_rules(record) == []
    first, *rest = record.claims
    wrong = replace(
        record,
        claims=(replace(first, spans=(Span(0, 4, "Port"),), dates=("d9",)), *rest, rest[0]),
        report=replace(record.report, blocks=(*record.report.blocks, t.Block(0, 3, "paragraph"))),
    )
    assert broken_rules(wrong) == [
        "block 0:3 overlaps the one before it or leaves the text",
        "span 0:4 does not say 'Port'",
        "claims: id 'c2' is used twice",
        "c1 names 'd9', which is none of the dates",
    ]
