"""The pages' templates: everything is escaped, and made harmless, unless this package wrote it itself."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sayso.web.harmless import harmless


def resource(name: str) -> str:
    """A file of this room."""
    return resources.files("sayso.web").joinpath(name).read_text("utf-8")


def style_hash(style: str) -> str:
    """What a content security policy calls ``style``, so that it lets this one pass and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


@cache
def environment() -> Environment:
    """The template engine."""
    return Environment(
        loader=FunctionLoader(resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
