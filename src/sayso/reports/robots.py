"""What a site lets programs fetch: robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from sayso.reports.fetch import ask
from sayso.reports.limits import LIMITS, Limits
from sayso.reports.told import UnreadableReport

NAME = "sayso"
"""What a group of rules must name to be for us."""
_LONGEST = 500 * 1024
"""Bytes that must be looked at (RFC 9309, 2.5); what follows is not."""
_LONGEST_DELAY = 60.0
_SAFE = "/%:@!$&'()*+,;=~?-._"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says to us."""

    rules: tuple[tuple[str, bool], ...] = ()
    """A path's pattern, and whether it may be fetched."""
    delay: float = 0.0
    """Seconds that it asks for between two requests."""

    def allow(self, path: str) -> bool:
        """Whether ``path`` may be fetched: the longest pattern that fits decides, and of two the one that allows."""
        asked = quote(path, safe=_SAFE)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, asked)]
        return max(fitting, default=(0, True))[1]


NOTHING_ALLOWED = Rules((("/", False),))


@dataclass(slots=True)
class Robots:
    """The rules of the sites that one run asks, each fetched once."""

    limits: Limits = LIMITS
    _known: dict[str, Rules] = field(default_factory=dict)
    _silent: dict[str, str] = field(default_factory=dict)
    """Sites that did not answer, and why; they are not asked again for every page."""

    def permit(self, url: str) -> None:
        """Let ``url`` pass.

        Raises:
            UnreadableReport: its site does not let programs fetch it.
        """
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if parts.path != "/robots.txt" and not self.of(url).allow(path):
            raise UnreadableReport(f"the robots.txt of {parts.netloc} does not let programs fetch {url}")

    def of(self, url: str) -> Rules:
        """The rules of the site of ``url``.

        Raises:
            UnreadableReport: the site does not answer.
        """
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if site in self._silent:
            raise UnreadableReport(self._silent[site])
        if site not in self._known:
            try:
                answer = ask(site, self.limits)
            except UnreadableReport as error:
                self._silent[site] = str(error)
                raise
            if 200 <= answer.status < 300:
                self._known[site] = parse(answer.body)
            else:
                # 2.3.1.3 and 2.3.1.4: a file that is not there allows everything, a server in trouble nothing.
                self._known[site] = Rules() if 400 <= answer.status < 500 else NOTHING_ALLOWED
        return self._known[site]


def parse(data: bytes, name: str = NAME) -> Rules:
    """The rules for ``name`` in a robots.txt: those of its own groups, else of the groups for everybody."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    heading = False
    for line in data[:_LONGEST].decode("utf-8", "replace").replace("\ufeff", "").splitlines():
        key, mark, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not mark:
            continue
        if key == "user-agent":
            agents = [*agents, value.lower()] if heading else [value.lower()]
            groups.setdefault(value.lower(), [])
            heading = True
            continue
        if key in {"allow", "disallow"}:
            for agent in agents:
                groups[agent] += [(quote(value, safe=_SAFE), key == "allow")] if value else []
        elif key == "crawl-delay":
            delays.update(dict.fromkeys(agents, _seconds(value)))
        heading = heading and key not in {"allow", "disallow", "crawl-delay"}
    ours = name if name in groups else "*"
    return Rules(tuple(groups.get(ours, ())), delays.get(ours, 0.0))


def _seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), _LONGEST_DELAY)
    except ValueError:
        return 0.0


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a closing ``$`` fits; each piece is looked for once, so it takes no long."""
    whole = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in pieces[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not pieces:
        return not whole or at == len(path)
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= at if whole else path.find(last, at) >= 0
