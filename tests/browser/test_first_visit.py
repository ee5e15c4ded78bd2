"""The first visit: what the page is for and where to begin, once."""

import pytest
from playwright.sync_api import expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP, TELEPHONE
from tests.browser.test_surface_page import way

from osteoniche.web.kit import ids
from osteoniche.web.pages.evidence import words as evidence_words
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.welcome import BEGINS

NOTE = f"#{ids.WELCOME}"


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desk", "telephone"])
def test_who_comes_first_sees_where_to_begin_until_the_first_move(open_page, size):
    page = open_page(size=size)
    note = page.locator(NOTE)
    expect(note).to_be_visible()
    expect(note).to_contain_text(words.WELCOME)
    expect(note).to_be_in_viewport(ratio=1)
    lab.drag(page, lab.ANTIBODY, 3)
    expect(note).to_be_hidden()
    page.goto(page.url.split("?")[0])
    lab.await_drawn(page, lab.at(""))
    expect(note).to_be_hidden()


def test_it_stands_beside_the_dial_and_lets_the_pointer_through(open_page):
    page = open_page()
    places = NOTE, f"#{ids.control(BEGINS)}"
    note, dial = (page.locator(place).bounding_box() for place in places)
    assert note["x"] > dial["x"] + dial["width"]
    assert note["y"] < dial["y"] + dial["height"] / 2 < note["y"] + note["height"]
    under = page.evaluate(
        "([x, y, note]) => Boolean(document.elementFromPoint(x, y).closest(note))",
        [note["x"] + 20, note["y"] + 20, NOTE],
    )
    assert not under


def test_it_is_closed_by_its_button_and_belongs_to_explore(open_page):
    page = open_page()
    way(page, evidence_words.NAME).click()
    expect(page.locator(NOTE)).to_be_hidden()
    page.go_back()
    expect(page.locator(NOTE)).to_be_visible()
    page.get_by_role("button", name=words.WELCOME_CLOSE, exact=True).press("Enter")
    expect(page.locator(NOTE)).to_be_hidden()


def test_who_comes_with_settings_is_not_told(open_page):
    page = open_page(f"?{lab.SET}&15D11=5")
    lab.await_drawn(page, lab.at("15D11=5"))
    expect(page.locator(NOTE)).to_be_hidden()
