"""Imports flow one way: the contracts in pyproject.toml hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports


def test_the_rooms_import_one_way_only(capsys: pytest.CaptureFixture[str]) -> None:
    config = Path(__file__).parent.parent / "pyproject.toml"
    assert lint_imports(config_filename=str(config), cache_dir=None) == 0, capsys.readouterr().out
