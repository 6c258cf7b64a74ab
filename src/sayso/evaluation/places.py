"""Places against LGL (Lieberman et al. 2010) and TR-News (Kamalloo and Rafiei 2018).

Over all gold toponyms that have coordinates: one that no place of the record overlaps, or whose place has no
coordinates, counts as wrong. Within 161 km (100 miles) is the field's usual measure. Only the text is told: no outlet,
although LGL's local papers would give much away.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from sayso.evaluation.corpora import files_of
from sayso.evaluation.xml import parse
from sayso.evaluation.yardstick import Document, Figure, Tally, Yardstick, overlaps, record_of, share
from sayso.record.types import Place

NAMES = {"lgl": "LGL", "TR-News": "TR-News"}
KILOMETRES = 161
_EARTH = 6371.0
_SHIFT = 12
"""Characters that TR-News's offsets may be off by."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold toponym with coordinates; its country's code where the gold tells it."""

    span: tuple[int, int]
    lat: float
    lon: float
    country: str | None


@dataclass(frozen=True, slots=True)
class Gold:
    """The toponyms of an article, and the corpus it is of."""

    corpus: str
    toponyms: tuple[Toponym, ...]


def documents(corpora: Path) -> list[Document[Gold]]:
    """The articles of both corpora."""
    found = []
    for path in files_of(corpora, CORPUS):
        for article in parse(path).iter("article"):
            text = article.findtext("text") or ""
            toponyms = []
            for one in article.iter("toponym"):
                tag = one.find("gaztag")
                lat, lon = (one.findtext(f".//{key}") for key in ("lat", "lon"))
                if lat and lon:
                    country = None if tag is None else tag.find("country")
                    number = None if country is None else country.get("geonameid")
                    span = _found(text, int(one.findtext("start") or 0), (one.findtext("phrase") or "").strip())
                    toponyms.append(Toponym(span, float(lat), float(lon), _countries().get(number or "")))
            found.append(Document(article.get("docid") or "", text, Gold(NAMES[path.stem], tuple(toponyms))))
    return found


def _found(text: str, start: int, phrase: str) -> tuple[int, int]:
    """Where the phrase stands, nearest to where the gold says it starts."""
    near = [i for i in range(max(0, start - _SHIFT), min(len(text), start + _SHIFT) + 1) if text.startswith(phrase, i)]
    at = min(near, key=lambda i: abs(i - start), default=start)
    return at, at + len(phrase)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """GeoNames numbers of countries → ISO codes."""
    with (files("sayso.places") / "countries.csv").open(encoding="utf-8") as lines:
        return {row["geonames"]: row["iso"] for row in csv.DictReader(lines)}


def measure(document: Document[Gold]) -> Tally:
    """Reads an article and counts."""
    tally = Tally()
    places = record_of(document).places
    for one in document.gold.toponyms:
        best = max(
            (p for p in places if overlaps(one.span, (p.span.start, p.span.end))),
            key=lambda p: min(one.span[1], p.span.end) - max(one.span[0], p.span.start),
            default=None,
        )
        near = best is not None and _near(one, best)
        add = partial(_add, tally, document.gold.corpus)
        add("within 161 km", near)
        add("mentions found", best is not None)
        if best is not None and best.lat is not None:
            add("within 161 km, of those resolved", near)
        if one.country:
            add("country right", best is not None and best.country == one.country)
    return tally


def _add(tally: Tally, corpus: str, key: str, right: bool) -> None:
    tally.add(f"{corpus}: {key}.gold")
    tally.add(f"{corpus}: {key}.right", right)


def _near(one: Toponym, place: Place) -> bool:
    return (
        place.lat is not None
        and place.lon is not None
        and kilometres(one.lat, one.lon, place.lat, place.lon) <= KILOMETRES
    )


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance (haversine)."""
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def figures(tally: Tally) -> list[Figure]:
    """Shares of the gold toponyms, by corpus."""
    keys = ("within 161 km", "country right", "mentions found", "within 161 km, of those resolved")
    return [share(tally, f"{corpus}: {key}") for corpus in NAMES.values() for key in keys]


CORPUS = ("places/lgl.xml", "places/TR-News.xml")
YARDSTICK = Yardstick(
    name="places",
    about="Toponyms of LGL and TR-News that have coordinates: the share resolved to within 161 km, and to the right "
    "country, of all of them, mentions that were not found included.",
    corpus=CORPUS,
    documents=documents,
    measure=measure,
    figures=figures,
    beside=("LGL: within 161 km", "TR-News: within 161 km"),
    sample=176,
)
