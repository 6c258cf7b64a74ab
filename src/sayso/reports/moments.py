"""Times as formats write them → ISO 8601, with the time zone that they tell and no other."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sayso.reports.told import is_iso

_LONGEST = 60
_LONG_AGO = 100_000_000
"""Seconds: March 1973. Less is a number of something else, and a thousand times as much is a number of milliseconds."""
_COUNTED = re.compile(r"\d{10}(?:\d{3})?$")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d:?\d\d)?)?$")
_ZONE = re.compile(r"(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?[+-]\d\d)(\d\d)$")
"""A zone as the basic form has it, behind a time in the extended one; RFC 3339 and most tools want '+01:00'."""
"""ISO 8601's basic form, as NewsML and NITF write it: 20240305T101500+0100."""
_WARC = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$")


def moment(value: str | None) -> str | None:
    """A day, or a day and a time, in ISO 8601; ``None`` where ``value`` is none that is understood."""
    told = " ".join((value or "").split())
    if not told or len(told) > _LONGEST:
        return None
    # Nanoseconds are nothing that Python reads.
    told = _ZONE.sub(r"\1:\2", _WARC.sub(r"\1Z", told))
    if is_iso(told):
        return told
    basic = _BASIC.match(told)
    if basic is not None:
        year, month, day, hour, minute, second, zone = basic.groups()
        made = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second}{zone or ''}" if hour else "")
        made = _ZONE.sub(r"\1:\2", made)
        return made if is_iso(made) else None
    return _internet(told)


def since_1970(value: object) -> str | None:
    """A time that is told as seconds, or milliseconds, since 1970; ``None`` where it would be no report's."""
    if isinstance(value, str) and _COUNTED.match(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LONG_AGO * 1_000_000:
        return None
    seconds = int(value) // 1000 if value >= _LONG_AGO * 1000 else int(value)
    if seconds < _LONG_AGO:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _internet(told: str) -> str | None:
    """RFC 5322's form, which RSS and e-mail write: 'Tue, 05 Mar 2024 10:15:00 +0100'."""
    try:
        found: datetime = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    made = found.isoformat()
    return made if found.year > 1000 and is_iso(made) else None
