"""The review without a mouse, and words chosen by marking them, to the very character."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")

from browsing import SHIP, Visit, chromium, site, visit  # noqa: F401

_JSON = "path => fetch(path, {headers: {accept: 'application/json'}}).then(answer => answer.json())"


def test_from_story_to_report_to_review_and_back_by_keyboard_alone(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    visit.tab_to(".stories h2 a")
    visit.enter()
    assert "/stories/" in page.url
    visit.tab_to(".point summary")
    page.keyboard.press("Enter")
    visit.tab_to(".saying .words a")
    visit.enter()
    assert "/reports/" in page.url
    visit.tab_to(".places a[href^='/review']")
    visit.enter()
    assert page.locator(".item").count() > 2
    visit.tab_to("[name=by]")
    page.keyboard.type("Mara Quist ja?")
    # Letters in a field are letters, and Enter in it decides nothing.
    page.keyboard.press("Enter")
    assert page.input_value("[name=by]") == "Mara Quist ja?"
    assert "kept" not in page.url
    visit.tab_to("summary")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "i1"
    before = page.inner_text("#i1")
    with page.expect_navigation():
        page.keyboard.press("r")
    assert "rejected" in page.inner_text(".flash")
    assert page.inner_text("#i1") != before
    assert page.evaluate("document.activeElement.id") == "i1"
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "taken back" in page.inner_text(".flash")
    assert page.inner_text("#i1") == before
    assert page.evaluate("document.activeElement.id") == "i1"
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()
    visit.keep_well()


def test_single_keys_can_be_turned_off_for_good(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/review")
    page.locator("#keys summary").click()
    page.uncheck("#keys-on")
    page.fill("[name=by]", "Mara Quist")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("r")
    assert page.locator(".item.here").count() == 0
    visit.go("/review")
    page.keyboard.press("j")
    assert page.locator(".item.here").count() == 0
    assert page.url.endswith("/review")
    visit.keep_well()


def test_marked_words_are_posted_as_the_characters_of_the_report(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/review")
    hrefs = page.eval_on_selector_all("a[href^='/review/reports/']", "all => all.map(one => one.getAttribute('href'))")
    for href in dict.fromkeys(hrefs):
        report = href.split("/")[3]
        text = page.evaluate(_JSON, f"/reports/{report}/record.json")["report"]["text"]
        if SHIP in text:
            break
    else:
        raise AssertionError("the report with characters beyond the first plane is not in review")
    visit.go(href)
    words = "the mole of Tarn had held"
    # Across pieces of the text, with spaces at both ends, as people mark.
    page.evaluate(
        """words => {
          const text = document.getElementById("text");
          const nodes = [];
          for (const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT); walk.nextNode();) nodes.push(walk.currentNode);
          const whole = nodes.map(one => one.data).join("");
          const at = whole.lastIndexOf(words) - 1;
          const place = (offset) => {
            for (const one of nodes) { if (offset <= one.length) return [one, offset]; offset -= one.length; }
          };
          const range = document.createRange();
          range.setStart(...place(at));
          range.setEnd(...place(at + words.length + 1));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_function("() => document.getElementById('start').value !== ''")
    start, end = int(page.input_value("#start")), int(page.input_value("#end"))
    assert text[start:end] == words
    page.fill("[name=by]", "Mara Quist")
    with page.expect_navigation():
        page.get_by_role("button", name="These are the words").click()
    assert "corrected" in page.inner_text(".flash")
    visit.go("/history")
    assert words in page.inner_text("main")
    visit.keep_well()


def test_words_are_marked_with_the_keyboard_alone(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/review")
    href = page.locator("a[href^='/review/reports/']").first.get_attribute("href") or ""
    text = page.evaluate(_JSON, f"/reports/{href.split('/')[3]}/record.json?as=read")["report"]["text"]
    visit.go(href)
    visit.tab_to("#text")

    def marked(*keys: str) -> str:
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function("() => document.getElementById('start').value !== ''")
        # The event that tells of a selection comes after the key.
        page.wait_for_timeout(100)
        start, end = int(page.input_value("#start")), int(page.input_value("#end"))
        assert text[start:end] == page.input_value("#words")
        return text[start:end]

    one = marked("ArrowRight")
    assert one and " " not in one
    two = marked("Shift+ArrowRight")
    assert two.startswith(one) and two.count(" ") == 1
    assert marked("Control+Shift+ArrowLeft") == two[:-1]
    other = marked("ArrowRight")
    assert other not in two.split()[:1]
    # However far one goes, it ends with the text.
    assert text.rstrip().endswith(marked(*["Shift+ArrowRight"] * 80)[-10:])
    visit.keep_well()


def test_what_is_given_is_read_while_one_looks_on(visit: Visit) -> None:  # noqa: F811
    page = visit.page
    visit.go("/add")
    files = [
        {"name": f"report {n}.txt", "mimeType": "text/plain", "buffer": f"Report {n} of Tarn.".encode()}
        for n in range(3)
    ]
    page.set_input_files("#files", files)
    assert "3 chosen" in page.inner_text("#chosen")
    page.get_by_role("button", name="Read them").click()
    page.locator("text=Done.").wait_for()
    page.locator("text=report 2.txt").wait_for()
    assert "3 added" in page.inner_text("#progress")
    page.locator("#progress .reports a").first.click()
    assert "of Tarn." in page.inner_text("main")
    visit.keep_well()
