"""The tutorial's commands do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sayso.cli import main

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"```console\n\$ sayso (.*)\n((?:.*\n)*?)```", (ROOT / "docs" / "tutorial.md").read_text("utf-8"))


@pytest.mark.parametrize(("command", "expected"), BLOCKS)
def test_command(
    command: str, expected: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(command)) == 0
    out = capfdbinary.readouterr().out.decode("utf-8").lower()
    for line in filter(None, expected.split("\n")):
        assert line.lower() in out


def test_there_are_commands() -> None:
    assert len(BLOCKS) == 6
