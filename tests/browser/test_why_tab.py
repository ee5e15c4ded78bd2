"""The tab Why in a real browser: it follows the dials once they rest."""

import re
from itertools import pairwise

from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab

from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.words import MINUS, WHY


def lines(page: Page) -> list[str]:
    """The names of the bars of the first table."""
    names: list[str] = page.locator(f"#{ids.WHY} table").first.locator("tbody th").all_inner_texts()
    return names


def test_the_bars_follow_the_dials_at_rest(page):
    lab.await_drawn(page, preset(OPENING))
    expect(page.locator(f"#{ids.WHY}")).to_be_hidden()
    expect(page.locator(f"#{ids.WHY}")).to_be_empty()
    lab.tab(page, WHY)
    said = page.locator(f"#{ids.WHY}")
    expect(said).to_contain_text("Without any protection, paclitaxel leaves")
    expect(page.locator(f"#{ids.TIMECOURSE}")).to_be_hidden()
    assert lines(page)[-1] == "all together"
    lab.enter(page, lab.typed(page, lab.ANTIBODY), "10")
    lab.await_drawn(page, preset("combination"))
    expect(said).to_contain_text("15D11 gives back")
    expect(said).to_contain_text(re.compile("if independent"))
    lab.tab(page, "curves")
    expect(page.locator(f"#{ids.TIMECOURSE}")).to_be_visible()
    expect(said).to_be_hidden()


def test_each_bar_begins_where_the_one_above_ends(page):
    lab.visit(page, "15D11=10")
    lab.tab(page, WHY)
    expect(page.locator(f"#{ids.WHY}")).to_contain_text("15D11 gives back")
    bars = page.locator(f"#{ids.WHY} table").first.locator(".bar")
    ends = bars.evaluate_all(
        """all => all.map(each => {
          const box = each.getBoundingClientRect();
          const fewer = each.classList.contains("is-fewer");
          return fewer ? [box.left, box.right] : [box.right, box.left];
        })"""
    )
    *steps, whole = ends
    assert abs(steps[0][0] - whole[0]) < 1, "both begin at untreated"
    for before, after in pairwise(steps):
        assert abs(before[1] - after[0]) < 2
    assert abs(steps[-1][1] - whole[1]) < 2


def against(page: Page):
    return page.get_by_role("combobox", name=MINUS).or_(page.get_by_role("textbox", name=MINUS))


def test_the_words_on_another_run_lead_to_where_it_is_chosen(page):
    lab.visit(page, "15D11=10")
    lab.tab(page, WHY)
    way = page.locator(f"#{ids.WHY}").get_by_role("button", name=words.ANOTHER_WAY)
    expect(against(page)).to_be_hidden()
    way.click()
    expect(against(page)).to_be_focused()
    page.keyboard.press("Escape")
    way.focus()
    page.keyboard.press("Enter")
    expect(against(page)).to_be_focused()
    expect(against(page)).to_be_in_viewport()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name="Chemotherapy").click()
    expect(page.locator(f"#{ids.WHY}")).to_contain_text("From “Chemotherapy” to your run")
