"""XML of corpora: without entities, network or comments."""

from __future__ import annotations

from pathlib import Path

from lxml import etree


def parse(path: Path) -> etree._Element:
    """The root of a file."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    return etree.parse(str(path), parser).getroot()
