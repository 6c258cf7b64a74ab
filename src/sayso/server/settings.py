"""What the server allows, each limit by its name."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.ledger.doubts import DOUBTFUL_MATCH, DOUBTFUL_SCORE


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is run, and how much it takes at once."""

    hosts: frozenset[str] = frozenset()
    """Host names that it answers to, beside ``localhost`` and addresses in numbers. Any other name is refused: a page
    elsewhere could have its own name point here (DNS rebinding)."""
    passing: bool = False
    """Whether the ledger goes when the server ends; pages that take something in say so."""
    per_page: int = 20
    """Stories, points, reports or rows on a page."""
    most_per_page: int = 100
    """What a program may ask for on a page of the API."""
    deepest_page: int = 10_000
    """The last page that can be asked for."""
    stories_looked_at: int = 60
    """Stories that one page looks into for points, the newest first; a page says so where there are more."""
    stories_warmed: int = 200
    """Groups of stories, the newest, whose points are worked out in the background before anybody asks for them; none
    for 0."""
    story_clauses_at_once: int = 400
    """Clauses of a story's reports, some ten in a short one, up to which points are worked out while somebody waits. A
    page that needs those of more, and comes before the background has worked them out, shows what it can and has the
    rest a moment later."""
    silence_reports: int = 100
    """Reports of a story, the newest, that are looked into for what is said not to be known."""
    chronology_stories: int = 10
    """Stories on a page of the chronology."""
    chronology_reports: int = 200
    """Reports whose records such a page looks into; it says so where there are more."""
    chronology_entries: int = 300
    """Entries that each list of such a page has; it says how many more there are."""
    search_stories: int = 10
    """Stories on a page of the search."""
    search_reports: int = 10
    """Reports on a page of the search."""
    search_silences: int = 60
    """Reports whose silences a page of the search looks into."""
    changes_listed: int = 8
    """Changes of a story that its page lists, the latest."""
    reports_listed: int = 50
    """Reports of a story that its page lists, the newest."""
    facet_values: int = 12
    """Values that a facet shows."""
    band_marks: int = 30
    """Marks in the picture above a chronology; the lists have everything."""
    map_reports: int = 150
    """Reports whose places a map shows, the newest."""
    map_places: int = 200
    """Places on a map, those that tell most first."""
    map_steps: int = 12
    """Steps of a journey that are listed beside a map."""
    map_tellings: int = 40
    """Claims that are listed for a place on a map."""
    review_stories: int = 6
    """Stories that a page of the review looks into, the newest first."""
    review_items: int = 40
    """Doubts that a page of the review shows of them."""
    doubtful_match: float = DOUBTFUL_MATCH
    """A claim that matches the others of its point worse than this on average is to be reviewed."""
    doubtful_score: float = DOUBTFUL_SCORE
    """A statement that was read less surely than this is to be reviewed."""
    context_characters: int = 240
    """Characters that are shown on each side of words in doubt."""
    report_characters: int = 20_000
    """Characters of a report on one page, more or less; a longer one is shown in parts."""
    report_whole_characters: int = 400_000
    """Characters of a long report up to which all of it can be had on one page, for print."""
    text_characters: int = 40_000
    """Characters of a report that are shown at once to choose words from."""
    source_stories: int = 20
    """Stories whose chains a page of sources looks into, the newest."""
    sources_per_page: int = 50
    """Sources in a table."""
    graph_nodes: int = 36
    """Holders in the graph of chains, those that said or passed on most."""
    value_characters: int = 200
    """Characters of a filter's value."""
    claim_characters: int = 2_000
    """Characters of a claim to check."""
    upload_bytes: int = 20_000_000
    """Bytes of the body of a request."""
    files_at_once: int = 200
    """Files in one upload."""
    orders_waiting: int = 20
    """Uploads that wait to be read; more are refused until one is done."""
    waiting_bytes: int = 200_000_000
    """Bytes of them together: they are held in memory."""
    orders_kept: int = 50
    """Uploads whose outcome is remembered."""
    order_lines: int = 500
    """Reports of one upload whose outcome is listed; all are counted, and what failed is listed first."""
    export_reports: int = 2_000
    """Reports in an export; the command line has no such limit."""
    sign_in_failures: int = 5
    """Sign-ins that may fail for one name at one address before it must wait."""
    sign_in_address_failures: int = 50
    """Sign-ins that may fail at one address, whatever the names."""
    sign_in_minutes: int = 15
    """How far back failures count, and so how long to wait."""
    threads: int = 10
    """Requests that are worked on at once; as many connections to the database at most."""
