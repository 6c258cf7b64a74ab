"""The map and the graph of chains answer to the mouse and to the keyboard alike, and lead to the words."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")

from browsing import Visit, chromium, site, visit  # noqa: F401

_VIEW = "document.getElementById('map').getAttribute('viewBox').split(' ').map(Number)"


def _view(visit: Visit) -> list[float]:  # noqa: F811
    found: list[float] = visit.page.evaluate(_VIEW)
    return found


def test_the_map_grows_and_moves_and_comes_back(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/map")
    whole = _view(visit)
    page.get_by_role("button", name="Nearer").click()
    nearer = _view(visit)
    assert nearer[2] < whole[2] and nearer[3] < whole[3]
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    assert _view(visit)[0] > nearer[0]
    page.keyboard.press("+")
    assert _view(visit)[2] < nearer[2]
    # Dragged, what was under the pointer stays under it, and nothing is followed.
    before, box = _view(visit), page.locator("#map").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 60, middle[1] - 20, steps=3)
    page.mouse.up()
    after = _view(visit)
    assert after[0] - before[0] == pytest.approx(60 * before[2] / box["width"], rel=0.05)
    assert page.url.endswith("/map")
    page.keyboard.press("0")
    assert _view(visit) == whole
    for _ in range(12):
        page.keyboard.press("-")
    assert _view(visit) == whole
    visit.keep_well()


def test_a_mark_and_its_row_light_up_together_and_the_mark_leads_there(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/map")
    name = page.locator(".mark").first.get_attribute("data-for")
    row = f"tr[data-spot='{name}']"
    assert page.locator(f"{row}.lit").count() == 0
    visit.tab_to(".mark")
    name = page.evaluate("document.activeElement.dataset.for")
    row = f"tr[data-spot='{name}']"
    assert page.locator(f"{row}.lit").count() == 1
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#{name}")
    page.locator(row).hover()
    assert page.locator(f".mark.lit[data-for='{name}']").count() >= 1
    page.mouse.move(2, 2)
    visit.keep_well()


def test_a_holders_chains_stand_out_under_the_pointer_and_the_focus(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/sources")
    box = page.locator(".box:visible").first
    box.hover()
    lit = page.eval_on_selector_all("#graph .box.lit", "all => all.map(one => one.dataset.key)")
    ties = page.eval_on_selector_all("#graph .tie.lit", "all => all.map(one => [one.dataset.outer, one.dataset.inner])")
    assert box.get_attribute("data-key") in lit
    # What stands out hangs together: both ends of each tie, and nobody else.
    assert {end for tie in ties for end in tie} | {box.get_attribute("data-key")} == set(lit)
    page.mouse.move(2, 2)
    assert page.locator("#graph.lighting").count() == 0
    visit.tab_to("#graph .box")
    assert page.locator("#graph .box.lit").count() >= 1
    visit.enter()
    assert "/sources/" in page.url
    visit.keep_well()


def test_in_the_report_words_and_card_light_up_together(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/search?text=ferry")
    page.locator("#reports ~ ol a").first.click()
    words = page.locator(".text [data-of]").first
    owner = (words.get_attribute("data-of") or "").split(" ")[-1]
    words.hover()
    assert page.locator(f"[id='{owner}'].lit").count() == 1
    # A click leads to the card, and Enter from there to the point.
    words.click()
    assert page.url.endswith(f"#{owner}")
    assert page.evaluate("owner => document.getElementById(owner).contains(document.activeElement)", owner)
    visit.enter()
    assert "/points/" in page.url
    page.go_back()
    visit.tab_to(".card a.id")
    card = page.evaluate("document.activeElement.closest('.card').id")
    assert page.locator(f"[id='{card}'].lit").count() == 1
    assert page.locator(".text span.lit").count() >= 1
    visit.keep_well()
