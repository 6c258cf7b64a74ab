"""docs/reference.md says what the docstrings say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "scripts"))

from write_reference import PAGE, PARTS, page


def test_the_page_is_what_the_docstrings_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "python scripts/write_reference.py"


@pytest.mark.parametrize("part", PARTS)
def test_everything_in_it_is_documented(part: str) -> None:
    for member in PARTS[part]:
        assert member.__doc__
