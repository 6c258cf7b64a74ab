"""Exports as other tools see them: each format read back by its own tool where that is at hand, or by its rules."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from exchange_reports import FAIR, fair_record, files_case, ledger_case
from sayso.exchange import (
    Case,
    brief,
    citron,
    ftm,
    geojson,
    ical,
    jsonlines,
    misp,
    of_records,
    parquet,
    plover,
    schemaorg,
    tables,
    timelinejs,
)
from sayso.exchange import brat as brat_format
from sayso.exchange.annotation import write as annotations
from sayso.ledger.queries import Filters
from sayso.record.contract import from_json
from sayso.record.types import Record
from sayso.web.casefile import casefile
from sayso.web.page import page


@pytest.fixture
def case() -> Case:
    return files_case()


def test_json_lines_read_back_as_the_records(case: Case) -> None:
    assert [from_json(json.loads(line)) for line in jsonlines.write(case).splitlines()] == [
        one.record for one in case.filed
    ]


def test_tables_are_what_their_descriptor_says(tmp_path: Path) -> None:
    files = tables.write(ledger_case(tmp_path))
    package = json.loads(files["datapackage.json"])
    read = {r["name"]: list(csv.DictReader(io.StringIO(files[r["path"]], newline=""))) for r in package["resources"]}
    assert read["points"]
    for resource in package["resources"]:
        rows, schema = read[resource["name"]], resource["schema"]
        names = [field["name"] for field in schema["fields"]]
        assert files[resource["path"]].split("\r\n")[0] == ",".join(names)
        keys = [row[schema["primaryKey"]] for row in rows]
        assert len(keys) == len(set(keys))
        for field in schema["fields"]:
            values = [row[field["name"]] for row in rows if row[field["name"]] != ""]
            parse: Any = {"string": str, "number": float, "integer": int, "boolean": ["true", "false"].index}
            for value in values:
                parse[field["type"]](value)
        for key in schema["foreignKeys"]:
            known = {row["id"] for row in read[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in rows} - {""} <= known


def test_parquet_has_the_same_rows_unescaped(hostile_record: Record, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet as reader

    case = ledger_case(tmp_path)
    files = parquet.write(case)
    csvs = tables.write(case)
    package = json.loads(files["datapackage.json"])
    assert [r["path"] for r in package["resources"]] == [name for name in files if name != "datapackage.json"]
    for resource in package["resources"]:
        table = reader.read_table(io.BytesIO(files[resource["path"]]))
        rows = list(csv.DictReader(io.StringIO(csvs[f"{resource['name']}.csv"], newline="")))
        assert table.column_names == [field["name"] for field in resource["schema"]["fields"]]
        assert table.num_rows == len(rows)
        assert table.column("id").to_pylist() == [row["id"] for row in rows]
    claims = reader.read_table(io.BytesIO(files["claims.parquet"])).to_pylist()
    assert {(c["likelihood_low"], c["likelihood_high"]) for c in claims} == {(None, None), (0.55, 0.8)}
    assert "claims.parquet" in parquet.write(of_records([hostile_record]))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\r\n=1", "'\r\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        (-59.5, -59.5),
        ("'tis said", "'tis said"),
        ("a\x00b", "a\u2400b"),
        (True, "true"),
        (None, ""),
    ],
)
def test_formulas_are_escaped_and_numbers_left_alone(value: object, shown: object) -> None:
    assert tables.cell(value) == shown


def test_annotations_select_the_exact_words(case: Case) -> None:
    collection = json.loads(annotations(case))
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len({item["id"] for item in items})
    texts = {one.urn: one.record.report.text for one in case.filed}
    for item in items:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            position, quote = target["selector"]
            text = texts[target["source"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])


def test_json_ld_is_read_by_rdflib(case: Case) -> None:
    import rdflib

    graph = rdflib.Graph().parse(data=schemaorg.write(case), format="json-ld")
    so, prov = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    claims = set(graph.subjects(rdflib.RDF.type, so.Claim))
    assert len(claims) == sum(len(one.record.claims) for one in case.filed)
    assert all(set(graph.objects(claim, so.appearance)) for claim in claims)
    quotations = {
        str(text) for one in graph.subjects(rdflib.RDF.type, so.Quotation) for text in graph.objects(one, so.text)
    }
    assert quotations == {"“every hull” would be checked", "The fair opens on May 12 … nobody will stop it"}
    [opening] = [c for c in claims if str(graph.value(c, so.text)) == "The fair opens on May 12"]
    assert str(graph.value(graph.value(opening, prov.wasAttributedTo), so.name)) == "Liv Dahl"


def test_an_attitude_is_attributed_to_nobody_but_the_outlet(case: Case) -> None:
    graph = {node["@id"]: node for node in json.loads(schemaorg.write(case))["@graph"]}
    [fear] = [node for node in graph.values() if node.get("sayso:kind") == "attitude"]
    assert graph[fear["prov:wasAttributedTo"]["@id"]]["name"] == "The Vell Courier"


def test_brat_annotations_say_the_words_at_their_offsets(case: Case) -> None:
    files = brat_format.write(case)
    declared = set(re.findall(r"^(\w+)", brat_format.CONFIGURATION, re.MULTILINE))
    for name in [one for one in files if one.endswith(".ann")]:
        text, known = files[name.removesuffix(".ann") + ".txt"], set()
        for line in files[name].splitlines():
            key, value, *said = line.split("\t")
            assert key not in known
            known.add(key)
            kind = value.split(" ", 1)[0]
            if key[0] == "T":
                assert kind in declared
                places = [tuple(map(int, part.split())) for part in value.split(" ", 1)[1].split(";")]
                assert " ".join(text[a:b] for a, b in places) == said[0]
                assert all("\n" not in text[a:b] for a, b in places)
            elif key[0] in "ER":
                assert {part.split(":")[1] for part in value.split()[0 if key[0] == "E" else 1 :]} <= known
            else:
                assert value.split()[1] in known


def test_a_statement_over_two_lines_is_cut_for_brat() -> None:
    record = fair_record()
    text = FAIR.replace("on May 12", "on\r\nMay12")
    assert len(text) == len(FAIR)
    files = brat_format.write(of_records([_moved(record, text)]))
    [ann] = [value for name, value in files.items() if name.endswith(".ann")]
    assert "Content 27 44;46 51;90 109\tThe fair opens on May12 nobody will stop it" in ann


def test_a_tab_within_words_does_not_part_brats_columns() -> None:
    text = FAIR.replace("on May 12", "on\tMay 12")
    files = brat_format.write(of_records([_moved(fair_record(), text)]))
    [ann] = [value for name, value in files.items() if name.endswith(".ann")]
    [said] = [value for name, value in files.items() if name.endswith(".txt")]
    rows = [line.split("\t") for line in ann.splitlines() if line.startswith("T")]
    assert {len(row) for row in rows} == {3}
    assert len(said) == len(text)
    for _, place, words in rows:
        pieces = [tuple(map(int, one.split())) for one in place.split(" ", 1)[1].split(";")]
        assert " ".join(said[start:end] for start, end in pieces) == words


def _moved(record: Record, text: str) -> Record:
    """``record`` with the same offsets in another text of the same length."""
    made = jsonlines.write(of_records([record]))
    value = json.loads(made)

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if {"start", "end", "text"} <= node.keys():
                node["text"] = text[node["start"] : node["end"]]
            for item in node.values():
                walk(item)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(value)
    value["report"]["text"] = text
    return from_json(value)


def test_citrons_spans_and_keys(case: Case) -> None:
    for text in citron.write(case).values():
        document = json.loads(text)
        assert set(document) == {"text", "quotes", "coreference_groups"}
        for quote in document["quotes"]:
            spans = [quote["cue"], *quote["sources"], *quote["contents"], *quote["coreferences"]]
            assert all(document["text"][s["start"] : s["end"]] == s["text"] for s in spans)
    [fair] = [json.loads(t) for name, t in citron.write(case).items() if name.startswith("r-")]
    assert [q["cue"]["text"] for q in fair["quotes"]] == ["told", "said", "said"]


def test_plover_keeps_what_was_called_off_apart(case: Case) -> None:
    events = {event["eventText"]: event for event in json.loads(plover.write(case))}
    assert events["march"]["auxModes"] == ["future", "negation"]
    assert events["send envoys"]["source"] == [{"actorText": "Vard", "code": "NOR", "codeBasis": None, "sector": None}]
    assert events["send envoys"]["context"] == "diplomatic"
    assert (events["send envoys"]["date"], events["send envoys"]["dateEarliest"]) == (None, "2024-06-01")


def test_geojson_has_longitude_first_and_no_point_for_the_unresolved(case: Case) -> None:
    features = json.loads(geojson.write(case))["features"]
    assert [f["geometry"] for f in features] == [
        {"type": "Point", "coordinates": [5.32, 60.39]},
        None,
        {"type": "Point", "coordinates": [10.25, -59.5]},
    ]
    assert features[2]["properties"]["claims"][0]["polarity"] == "negative"


def test_the_calendar_is_read_by_icalendar(case: Case) -> None:
    import icalendar

    calendar = icalendar.Calendar.from_ical(ical.write(case))
    entries = [(str(e["SUMMARY"]), str(e["STATUS"]), str(e["DTSTART"].dt)) for e in calendar.walk("VEVENT")]
    assert entries == [
        ("The fair opens on May 12", "TENTATIVE", "2024-05-12"),
        ("the march through Tarn on 14 May, at 15:00, had been called off", "CANCELLED", "2024-05-14 15:00:00"),
    ]
    assert not any(entry.errors for entry in calendar.walk())


def test_a_calendars_lines_are_short_and_hold_only_scheduled_claims(case: Case) -> None:
    text = ical.write(case)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert "envoys" not in text
    assert "CONFIRMED" not in text


def test_timeline_texts_are_escaped_and_dates_whole(hostile_record: Record, case: Case) -> None:
    for slide in json.loads(timelinejs.write(case))["events"]:
        assert set(slide["start_date"]) == {"year", "month", "day"}
        assert slide["text"]["headline"]
    assert "<" not in timelinejs.write(of_records([hostile_record]))


def test_the_misp_event_is_read_by_pymisp(tmp_path: Path) -> None:
    import pymisp

    event = pymisp.MISPEvent()
    event.load(json.loads(misp.write(ledger_case(tmp_path))))
    tags = {tag.name for attribute in event.attributes for tag in attribute.tags}
    assert 'estimative-language:likelihood-probability="likely"' in tags
    assert 'admiralty-scale:information-credibility="1"' in tags
    assert not any(attribute.to_ids for attribute in event.attributes)
    assert len({attribute.uuid for attribute in event.attributes}) == len(event.attributes)


def test_a_grade_becomes_its_claims_tag(case: Case) -> None:
    graded = Case(case.filed, grades={"liv dahl": {"grade": "B"}})
    [attribute] = [
        a for a in json.loads(misp.write(graded))["Event"]["Attribute"] if a["value"] == "The fair opens on May 12"
    ]
    assert attribute["Tag"] == [{"name": 'admiralty-scale:source-reliability="b"'}]


def test_follow_the_money_leaves_out_what_did_not_happen(case: Case) -> None:
    entities = [json.loads(line) for line in ftm.write(case).splitlines()]
    ids = {one["id"] for one in entities}
    assert len(ids) == len(entities)
    assert [e["properties"]["name"] for e in entities if e["schema"] == "Event"] == [["ACCIDENT: struck"]]
    for one in entities:
        assert all(isinstance(v, str) and v for values in one["properties"].values() for v in values)
        for key in ("document", "entity", "involved"):
            assert set(one["properties"].get(key, ())) <= ids


def test_follow_the_money_statements_add_up_to_the_entities(case: Case) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    statements = [json.loads(line) for line in ftm.write_statements(case).splitlines()]
    assert len({one["id"] for one in statements}) == len(statements)
    for one in statements:
        found.setdefault(one["entity_id"], {}).setdefault(one["prop"], []).append(one["value"])
    entities = [json.loads(line) for line in ftm.write(case).splitlines()]
    assert found == {one["id"]: {"id": [one["id"]], **one["properties"]} for one in entities}
    [struck] = [one for one in statements if one["value"] == "ACCIDENT: struck"]
    assert struck["origin"] == f"{case.filed[0].id}/c1 38..99"


def test_follow_the_money_entities_are_valid_in_its_model(case: Case) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    for line in ftm.write(case).splitlines():
        followthemoney.model.get_proxy(json.loads(line))


def test_every_footnote_of_the_brief_is_called_and_exact(tmp_path: Path) -> None:
    case = ledger_case(tmp_path)
    text = brief.write(case)
    body, notes = text.split("\n[^1]: ", 1)
    called, defined = set(re.findall(r"\[\^(\d+)\]", body)), {"1", *re.findall(r"^\[\^(\d+)\]:", notes, re.MULTILINE)}
    assert called == defined
    assert "Contradicted by: " in body
    assert "“At least nine” became “eleven”" in body


def test_markup_in_a_brief_is_plain() -> None:
    said = brief.plain("# *a* [b](http://c) <script>\n- www.d.example `e`")
    assert said == r"\# \*a\* \[b\](http\://c) &lt;script&gt; - www\.d.example \`e\`"


def test_filters_choose_whole_reports(tmp_path: Path) -> None:
    case = ledger_case(tmp_path, Filters(source="Liv Dahl"))
    assert [one.record.report.outlet for one in case.filed] == ["The Tarn Ledger"]
    assert [point["text"] for point in case.points] == ["nobody will stop it", "The fair opens on May 12"]
    assert len(case.filed[0].record.claims) == 4


def test_a_case_file_has_a_page_for_each_report_and_no_script(tmp_path: Path) -> None:
    case = ledger_case(tmp_path)
    pages = casefile(case)
    linked = set(re.findall(r'href="([^"#]+)"', pages["index.html"]))
    assert linked == pages.keys() - {"index.html"}
    assert [pages[f"report-{i}.html"] for i in range(1, 8)] == [page([one.record]) for one in case.filed]
    assert not any("<script" in text or "src=" in text for text in pages.values())
    assert '<span class="against">against</span>' in pages["index.html"]
