"""What the ledger answers in words that a person reads; the filters of the templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso.web.phrases import day_phrase

PHRASES: dict[str, Callable[..., Any]] = {"day": day_phrase}
