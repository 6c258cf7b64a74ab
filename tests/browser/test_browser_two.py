"""Two people at the same queue: no decision is lost, and whoever comes second is told of the first."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")

from browsing import Visit, chromium, site  # noqa: F401
from playwright.sync_api import Browser


def test_two_analysts_decide_on_the_same_item_and_neither_decision_is_lost(chromium: Browser, site: str) -> None:  # noqa: F811
    contexts = [chromium.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    ann, ben = (Visit(context.new_page(), site) for context in contexts)
    for one, name in ((ann, "Ann Lyst"), (ben, "Ben Ode")):
        one.go("/review")
        one.page.fill("[name=by]", name)
    # Both look at the same first item; both see the same buttons.
    accept, reject = (
        one.page.locator(".item").first.locator(f"[data-key={key}]") for one, key in ((ann, "a"), (ben, "r"))
    )
    assert accept.get_attribute("value", timeout=5_000).split("|")[1:] == reject.get_attribute("value").split("|")[1:]  # type: ignore[union-attr]
    with ann.page.expect_navigation():
        accept.click()
    assert "confirmed" in ann.page.inner_text(".flash")
    with ben.page.expect_navigation():
        reject.click()
    told = ben.page.inner_text(".flash")
    assert "rejected" in told
    assert "Meanwhile, Ann Lyst confirmed the same" in told
    ann.go("/history")
    said = ann.page.inner_text("main")
    assert "Ann Lyst" in said and "Ben Ode" in said
    # Ben takes his back: Ann's stands.
    with ben.page.expect_navigation():
        ben.page.locator(".flash button").click()
    ann.go("/history")
    said = ann.page.inner_text("main")
    assert "Ann Lyst" in said and "taken back" in said
    ann.go("/review")
    values = ann.page.eval_on_selector_all("[data-key=a]", "all => all.map(one => one.value)")
    assert values
    for one, context in zip((ann, ben), contexts, strict=True):
        one.keep_well()
        context.close()
