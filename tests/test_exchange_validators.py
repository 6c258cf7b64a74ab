"""Exports held against the formats' own validators, where these are installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exchange_reports import files_case, ledger_case
from sayso.exchange import ftm, geojson, tables


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
