"""Keeping runs, in a real browser: it is told, and the row of the run is in view."""

from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.runs import give, scenario

from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.pins import PINS_AT_MOST

OPEN = preset(OPENING)
DOSES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Another run each time: the same one is not kept twice."""


def keep(page: Page, name: str) -> None:
    """Keep the run that is shown under a name; the form closes where it could be kept."""
    field = page.locator(f"#{ids.PIN_NAME}")
    page.get_by_role("button", name=words.PIN, exact=True).first.click()
    field.fill(name)
    field.press("Enter")


def row(page: Page, name: str) -> Locator:
    return page.locator(f"#{ids.HEADLINES} .row-pin", has=page.get_by_text(name, exact=True))


def assert_in_view(page: Page, part: Locator) -> None:
    """Wait until a row lies within its table's box, and the box within the screen."""
    expect(part).to_be_visible()
    lab.until(
        page,
        """([selector, name]) => {
          const box = document.querySelector(selector).getBoundingClientRect();
          const rows = Array.from(document.querySelectorAll(`${selector} .row-pin`));
          const row = rows.find(row => row.textContent.includes(name)).getBoundingClientRect();
          return row.top >= box.top && row.bottom <= box.bottom && box.bottom <= innerHeight;
        }""",
        *(f"#{ids.HEADLINES}", part.locator("th .plain").first.text_content()),
    )


def test_each_run_that_is_kept_is_told_and_its_row_is_in_view(page):
    lab.tab(page, "runs")
    told = page.locator(f"#{ids.KEPT}")
    expect(told).to_have_attribute("role", "status")
    assert len(DOSES) == PINS_AT_MOST
    for dose in DOSES:
        name = f"With {dose} mg/kg"
        lab.drag(page, lab.ANTIBODY, dose)
        lab.await_drawn(page, scenario(treatments=[give("paclitaxel"), give("15D11", dose=dose)]))
        keep(page, name)
        expect(told).to_have_text(f"Kept as “{name}”: the last row of the table.")
        expect(page.locator(f"#{ids.PIN_NAME}")).to_be_hidden()
        assert_in_view(page, row(page, name))
        expect(row(page, name)).to_have_class("row-pin is-new")
    keep(page, "One too many")
    expect(page.get_by_text(words.PIN_TOO_MANY.format(most=PINS_AT_MOST))).to_be_visible()
    expect(told).to_be_empty()


def test_the_same_run_is_kept_once(page):
    lab.await_drawn(page, OPEN)
    keep(page, "First")
    expect(page.locator(f"#{ids.KEPT}")).not_to_be_empty()
    keep(page, "Second")
    expect(page.get_by_text(words.PIN_SAME_RUN.format(name="First"))).to_be_visible()


def test_the_words_of_the_last_column_stand_in_one_line_and_are_explained(page):
    lab.tab(page, "runs")
    cells = page.locator(f"#{ids.HEADLINES} tbody td:last-child")
    lines = cells.evaluate_all(
        """cells => cells.map(cell => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          return new Set(Array.from(range.getClientRects(), box => box.top)).size;
        })"""
    )
    assert len(lines) == 5
    assert set(lines) == {1}
    heading = page.get_by_role("button", name=words.HEADLINES[-1], exact=True)
    assert heading.get_attribute("title") == words.REGROWS
    heading.click()
    term = page.locator(f"#{ids.REGROWS}")
    expect(term).to_be_focused()
    expect(term).to_be_in_viewport()
    expect(page.get_by_text(words.REGROWS, exact=True)).to_be_visible()
    lab.address_has(page, "view.open=explanation")


def test_no_tool_bar_lies_on_a_curve(page):
    lab.await_drawn(page, OPEN)
    page.locator(f"#{ids.TIMECOURSE} .nsewdrag").first.hover()
    expect(page.locator(".modebar-group")).to_have_count(0)
