"""Every page in a browser: it paints soon, runs nothing of a report, shuts nobody out, and needs no JavaScript."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, site, visit  # noqa: F401

FIRST_PAINT_MS = 1_500
"""Much more than it takes: the machine that tests may be busy."""
SIMPLE = (
    "/", "/chronology", "/map", "/sources", "/search?text=ferry", "/check?claim=Nine+people+drowned", "/notes", "/review",
    "/history", "/add", "/api",
)  # fmt: skip
PHONE_IN_THE_DARK = {
    "viewport": {"width": 360, "height": 740},
    "color_scheme": "dark",
    "is_mobile": True,
    "has_touch": True,
}
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
_PROTOCOLS = "all => all.map(one => new URL(one.href.baseVal ?? one.href, location).protocol)"
_JSON = "path => fetch(path, {headers: {accept: 'application/json'}}).then(answer => answer.json())"


def every_page(visit: Visit) -> list[str]:  # noqa: F811
    """The pages, and one of each kind for every story and for the hostile report."""
    visit.go("/")
    stories = visit.page.evaluate(_JSON, "/api/v1/stories?size=50")["stories"]
    found = [*SIMPLE]
    for story in stories[-1:] + [s for s in stories[:-1] if len(s["reports"]) > 2][:1]:
        found += [f"/stories/{story['id']}", f"/reports/{story['reports'][0]}"]
        points = visit.page.evaluate(_JSON, f"/api/v1/points?story={story['id']}")["points"]
        found += [f"/stories/{story['id']}/points/{p['id']}" for p in points[:1]]
        found += [f"/review/points/{story['id']}/{p['id']}" for p in points[:1]]
    visit.go("/review")
    links = visit.page.eval_on_selector_all(
        "a[href^='/review/reports/']", "all => all.map(one => one.getAttribute('href'))"
    )
    return [*found, *dict.fromkeys(links)]


def test_the_first_paint_comes_soon(visit: Visit) -> None:  # noqa: F811
    visit.go("/")
    story = visit.page.evaluate(_JSON, "/api/v1/stories?size=50")["stories"][-1]
    for path in ("/", f"/stories/{story['id']}", f"/reports/{story['reports'][0]}"):
        times = []
        for _ in range(3):
            visit.go(path)
            times.append(
                visit.page.evaluate(
                    "() => new Promise(done => new PerformanceObserver((list) => done(list.getEntries()[0].startTime))"
                    ".observe({type: 'paint', buffered: true}))"
                )
            )
        assert min(times) < FIRST_PAINT_MS, (path, times)
    visit.keep_well()


def test_hostile_reports_run_nothing_anywhere(visit: Visit) -> None:  # noqa: F811
    paths = every_page(visit)
    assert len(paths) > 16
    for path in [*paths, "/search?text=%3Cscript%3Ealert(1)%3C/script%3E", "/nowhere%3Cscript%3Ealert(1)%3C/script%3E"]:
        visit.go(path)
        visit.keep_well()
        hrefs = visit.page.eval_on_selector_all("a[href]", _PROTOCOLS)
        assert set(hrefs) <= {"http:", "https:"}, (path, set(hrefs))
    visit.go("/")
    assert "<script>window.ran=1" in visit.page.inner_text("main")


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 1280, "height": 900}}, PHONE_IN_THE_DARK],
    indirect=True,
    ids=["light", "dark phone"],
)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(visit: Visit) -> None:  # noqa: F811
    axe = Axe()
    for path in every_page(visit):
        visit.go(path)
        # Where the rest of a page is folded, it counts too.
        visit.page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
        found = axe.run(visit.page, options=_RULES).response["violations"]
        serious = [
            (one["id"], node["target"], node.get("failureSummary", "")[:300])
            for one in found if one["impact"] in {"serious", "critical"} for node in one["nodes"][:3]
        ]  # fmt: skip
        assert not serious, (path, serious)
        wide = visit.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, (path, f"{wide} pixels too wide")
    visit.keep_well()


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_everything_can_be_read_decided_and_added_without_javascript(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/")
    page.locator(".stories li", has_text="reports").first.locator("h2 a").click()
    assert "independent" in page.inner_text("main")
    assert "Said not to be known" in page.inner_text("main")
    page.locator("summary", has_text="claim").first.click()
    page.locator(".saying a").first.click()
    assert "/reports/" in page.url
    visit.go("/review")
    page.fill("[name=by]", "Mara Quist")
    page.locator("button[data-key=r]").first.click()
    assert "rejected" in page.inner_text(".flash")
    page.locator(".flash button").click()
    assert "taken back" in page.inner_text(".flash")
    visit.go("/add")
    page.fill("textarea[name=text]", "TARN, March 3 - The mole held, the mayor said.")
    page.get_by_role("button", name="Read it", exact=True).click()
    page.locator("text=Done.").wait_for(timeout=20_000)
    assert "1 added" in page.inner_text("main")
    visit.go("/map")
    assert page.locator("main svg").first.is_visible()
    assert not visit.wrong


def test_deep_links_lead_to_the_very_words(visit: Visit) -> None:  # noqa: F811
    visit.go("/")
    story = next(s for s in visit.page.evaluate(_JSON, "/api/v1/stories?size=50")["stories"] if len(s["reports"]) > 2)
    point = visit.page.evaluate(_JSON, f"/api/v1/points?story={story['id']}")["points"][0]
    report, _, claim = point["claims"][-1]["claim"].rpartition("/")
    visit.go(f"/reports/{report}#{claim}")
    card = visit.page.locator(f"[id='{claim}']")
    assert card.count() == 1
    card.scroll_into_view_if_needed()
    visit.go(f"/stories/{story['id']}#{point['id']}")
    assert visit.page.locator(f"[id='{point['id']}']").is_visible()
    # The id of any report of a story leads to it, as that of an earlier state of the story does.
    visit.go(f"/stories/{story['reports'][-1].replace('r-', 'st-', 1)}")
    assert visit.page.url.endswith(story["id"])
    visit.keep_well()


@pytest.mark.parametrize("visit", [{"viewport": {"width": 375, "height": 740}}], indirect=True)
def test_a_claims_box_to_tick_stands_beside_its_words_and_both_are_printed(visit: Visit) -> None:  # noqa: F811
    visit.go("/")
    stories = visit.page.evaluate(_JSON, "/api/v1/stories?size=50")["stories"]
    story = next(s["id"] for s in stories if len(s["reports"]) > 2)
    point = visit.page.evaluate(_JSON, f"/api/v1/points?story={story}")["points"][0]["id"]
    visit.go(f"/review/points/{story}/{point}")
    rows = visit.page.locator("ul.choose label.check")
    assert rows.count() > 1
    for row in rows.all():
        tick, words = row.locator("input").bounding_box(), row.locator(".words").bounding_box()
        assert tick and words
        assert words["x"] >= tick["x"] + tick["width"]
        assert tick["y"] < words["y"] + 24
    visit.page.emulate_media(media="print")
    assert rows.first.is_visible()
    visit.keep_well()
