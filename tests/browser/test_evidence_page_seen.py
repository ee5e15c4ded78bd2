"""The evidence in a real browser: computed at first sight, drawn, searched, led through."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP, TELEPHONE, Open
from tests.browser.test_keyboard import start, unseen, walk
from tests.browser.test_surface_page import on, way

from osteoniche.analysis.reproduced import scored
from osteoniche.figures.evidence import rows
from osteoniche.web.pages.evidence import constants, studies
from osteoniche.web.pages.evidence import ids as evidence_ids
from osteoniche.web.pages.evidence import words as evidence_words
from osteoniche.web.pages.explore import words as explore_words

COUNT, ROWS = (
    f"#{evidence_ids.CONSTANTS_COUNT}",
    f"#{evidence_ids.CONSTANTS_TABLE} tbody tr:visible",
)


def drawn(page: Page) -> None:
    """Every panel has its plot."""
    for experiment in scored():
        for number in range(len(rows(experiment))):
            plot = page.locator(f"#{studies.plot(experiment, number)}.js-plotly-plot .main-svg")
            expect(plot.first).to_be_attached(timeout=60_000)


def test_it_is_computed_at_the_first_sight_and_there_at_the_second(open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".study")).to_have_count(0)
    way(page, evidence_words.NAME).click()
    on(page, evidence_words.PATH)
    expect(page.locator(f"#{evidence_ids.PANELS} + p")).to_have_text(evidence_words.LATER)
    drawn(page)
    expect(page.locator(f"#{evidence_ids.WAIT}")).to_be_hidden()
    expect(page.get_by_text(evidence_words.LATER)).to_be_hidden()
    expect(page.locator(f"#{evidence_ids.SUMMARY} strong").first).to_contain_text("Reproduced: ")
    expect(page.locator(f"#{evidence_ids.SUMMARY} tbody tr")).to_have_count(len(scored()))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    way(page, explore_words.NAME).click()
    on(page, explore_words.PATH)
    way(page, evidence_words.NAME).click()
    expect(page.locator(".study").first).to_be_visible()
    page.wait_for_timeout(500)
    assert not [each for each in sent if "evidence-" in each]


def test_a_link_leads_to_its_panel_and_makes_no_history(used_page: Open) -> None:
    page = used_page(path=evidence_words.PATH)
    drawn(page)
    before = page.evaluate("[history.length, location.href]")
    last = scored()[-1]
    page.locator(f"#{evidence_ids.SUMMARY} a[href='#{studies.place(last.name)}']").press("Enter")
    panel = page.locator(f"#{studies.place(last.name)}")
    expect(panel).to_be_focused()
    expect(panel).to_be_in_viewport()
    assert page.evaluate("[history.length, location.href]") == before


def test_constants_are_searched_and_filtered_and_lead_to_their_control(open_page: Open) -> None:
    page = open_page(evidence_words.PATH)
    whole = constants.count()
    expect(page.locator(ROWS)).to_have_count(whole)
    page.get_by_role("textbox", name=evidence_words.CONSTANTS_SEARCH).fill("largest rise jagged1")
    expect(page.locator(COUNT)).to_have_text(f"1 of {whole} constants")
    expect(page.locator(ROWS)).to_have_count(1)
    page.get_by_role("button", name=re.compile("Imax: go to")).click()
    on(page, explore_words.PATH)
    expect(lab.typed(page, lab.INDUCTION)).to_be_focused()
    way(page, evidence_words.NAME).click()
    page.get_by_role("textbox", name=evidence_words.CONSTANTS_SEARCH).fill("")
    lab.pick(page, evidence_words.CONSTANTS_KIND, "Published")
    lab.until(
        page,
        """([rows]) => Array.from(document.querySelectorAll(rows))
          .filter(row => !row.hidden).every(row => row.dataset.kinds.includes("published"))""",
        f"#{evidence_ids.CONSTANTS_TABLE} tbody tr",
    )
    expect(page.locator(COUNT)).not_to_have_text(f"{whole} of {whole} constants")


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desk", "telephone"])
def test_the_tabulator_reaches_everything_and_shows_where_it_is(open_page: Open, size) -> None:
    page = open_page(evidence_words.PATH, size=size)
    drawn(page)
    expect(page.locator(ROWS)).to_have_count(constants.count())
    start(page)
    stops = walk(page)
    for stop in stops:  # Playwright tells the summary of what is folded by its text, without a role
        if stop["html"].startswith("<summary>"):
            stop["heard"] = stop["heard"].replace("- text: ", '- summary "')
    wrong = [f"{why}: {stop}" for stop in stops for why in unseen(stop)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(("query", "kept"), [("15D11=5", True), ("species=human&15D11=5", False)])
def test_values_before_the_fit_come_to_the_settings_of_a_mouse(
    open_page: Open, query: str, kept: bool
) -> None:
    page = open_page(f"{evidence_words.PATH}?{query}")
    page.get_by_role("button", name=evidence_words.CONSTANTS_BEFORE).click()
    on(page, explore_words.PATH)
    lab.address_has(page, "p.aG=")
    assert ("15D11=5" in page.url) == kept
    assert "species=human" not in page.url
