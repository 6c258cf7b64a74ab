"""Exports held against the formats' own validators, where these are installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchange_reports import files_case, ledger_case
from sayso.exchange import annotation, ftm, geojson, schemaorg, tables


def test_the_data_package_is_valid_for_frictionless(tmp_path: Path) -> None:
    """Not installed for the tests: 70 MB. ``pip install frictionless`` runs it."""
    frictionless = pytest.importorskip("frictionless")
    for name, text in tables.write(ledger_case(tmp_path)).items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_the_places_are_valid_geojson(tmp_path: Path) -> None:
    pydantic_model = pytest.importorskip("geojson_pydantic")
    for case in (files_case(), ledger_case(tmp_path)):
        said = json.loads(geojson.write(case))
        collection = pydantic_model.FeatureCollection(**said)
        assert len(collection.features) == len(said["features"]) > 0


def test_follow_the_money_takes_every_value_and_statement(tmp_path: Path) -> None:
    """Not installed for the tests: 300 MB, and ICU to be compiled. ``pip install followthemoney`` runs it."""
    followthemoney = pytest.importorskip("followthemoney")
    from followthemoney.statement import Statement

    case = ledger_case(tmp_path)
    for line in ftm.write(case).splitlines():
        said = json.loads(line)
        entity = followthemoney.model.get_proxy(said, cleaned=False)
        entity.schema.validate(said)
        # Its cleaning takes blanks at the ends and quotation marks around a name, and no value.
        kept = entity.to_dict()["properties"]
        assert {key: len(values) for key, values in kept.items()} == {
            key: len(values) for key, values in said["properties"].items()
        }
    for line in ftm.write_statements(case).splitlines():
        said = json.loads(line)
        assert Statement.from_dict(said).id == said["id"]


ANNOTATION_KEYS = {
    "AnnotationCollection": {"@context", "id", "type", "label", "total", "first"},
    "AnnotationPage": {"id", "type", "startIndex", "items"},
    "Annotation": {"id", "type", "motivation", "body", "target"},
    "TextualBody": {"type", "purpose", "format", "value"},
    "SpecificResource": {"type", "source", "scope", "selector"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
}
"""Of the model's classes that are written, the properties that it gives them (Web Annotation Data Model, 3 to 5)."""
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def test_annotations_use_the_models_terms_and_no_others(tmp_path: Path) -> None:
    """The JSON-LD context is on the web; what it knows of the terms that are used is told above."""

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            assert node.keys() <= ANNOTATION_KEYS[node["type"]], node
            for key in ("motivation", "purpose"):
                assert key not in node or node[key] in MOTIVATIONS
            for one in node.values():
                walk(one)

    for case in (files_case(), ledger_case(tmp_path)):
        said = json.loads(annotation.write(case))
        assert said["@context"] == "http://www.w3.org/ns/anno.jsonld"
        walk(said)


def test_provenance_joins_what_prov_o_lets_it_join(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    entity, agents, activity = {prov.Entity}, {prov.Agent, prov.SoftwareAgent}, {prov.Activity}
    joins = {
        prov.wasAttributedTo: (entity, agents), prov.wasDerivedFrom: (entity, entity),
        prov.wasQuotedFrom: (entity, entity), prov.wasGeneratedBy: (entity, activity),
        prov.wasAssociatedWith: (activity, agents),
    }  # fmt: skip
    for case in (files_case(), ledger_case(tmp_path)):
        graph = rdflib.Graph().parse(data=schemaorg.write(case), format="json-ld")
        used = {p for p in graph.predicates() if p.startswith(str(prov))}
        assert used <= joins.keys()
        for predicate in used:
            domain, range_ = joins[predicate]
            for one, other in graph.subject_objects(predicate):
                assert domain & set(graph.objects(one, rdflib.RDF.type))
                assert range_ & set(graph.objects(other, rdflib.RDF.type))
