"""The page of cohorts as it is seen: it follows the dials, is set, shared and taken away."""

import re

from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab

from osteoniche.analysis.cohort import SUBJECTS
from osteoniche.scenario.presets import ARMS, OPENING, preset
from osteoniche.web.kit import words as kit_words
from osteoniche.web.pages.cohort import ids, live, words
from osteoniche.web.pages.explore import ranges

PATIENCE = 240_000
"""Milliseconds: on a machine where nothing is compiled yet the first cohort waits for that."""
ROWS = len(ARMS) + 1
"""Of the table: the visitor's run stands above the arms."""
NAMES = """id => document.querySelector(`#${id} .js-plotly-plot`).data.map(({name}) => name)"""


def await_cohort(page: Page) -> None:
    expect(page.locator(f"#{ids.ARMS} tbody tr")).to_have_count(ROWS, timeout=PATIENCE)


def own_row(page: Page) -> str:
    return page.locator(f"#{ids.ARMS} .row-own").inner_text()


def setting(page: Page, name: str):
    return page.locator(f'[data-cohort="{name}"] input')


def test_a_cohort_follows_the_settings(page):
    lab.await_drawn(page, preset(OPENING))
    lab.go(page, words.PATH)
    await_cohort(page)
    expect(page.locator(f"#{ids.STORY}")).to_contain_text(f"{SUBJECTS} mice")
    expect(page.locator(f"#{ids.BANDS} .scatterlayer .trace")).not_to_have_count(0)
    before = own_row(page)
    lab.enter(page, lab.typed(page, lab.INDUCTION), "1")
    expect(page.locator(f"#{ids.ARMS} .row-own")).not_to_have_text(before, timeout=PATIENCE)


def test_a_dial_that_moves_takes_the_subjects_along(page):
    lab.visit(page, "view.cohort=seed:11")  # one that no other test has drawn
    lab.go(page, words.PATH)
    expect(page.locator(f"#{ids.STORY}")).to_contain_text("seed 11", timeout=PATIENCE)
    before = own_row(page)
    page.route(re.compile("_dash-update"), lambda route: None)  # nothing comes at rest
    with page.expect_response(lambda answer: live.PATH in answer.url and answer.status == 200):
        lab.drag(page, lab.ANTIBODY, 10)
    expect(page.locator(f"#{ids.ARMS} .row-own")).not_to_have_text(before)
    expect(page.locator(f"#{ids.LINE}")).not_to_contain_text(re.compile("^0 % of the mice"))
    page.unroute_all()
    lab.visit(page, "15D11=10")


def test_likely_ranges_wait_until_explore_is_seen(page):
    lab.await_drawn(page, preset(OPENING))
    lab.go(page, words.PATH)
    await_cohort(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    lab.enter(page, lab.typed(page, lab.INDUCTION), "2.5")
    expect(page.locator(f"#{ids.ARMS} .row-own th")).to_have_text("Your run (as Chemotherapy)")
    expect(page.locator(f"#{ids.ARMS} .row-own")).not_to_contain_text("2.1 million")
    assert ranges.PATH not in asked
    with page.expect_request(lambda request: request.url.endswith(f"/{ranges.PATH}")):
        lab.go(page, "")


def test_what_is_set_travels_in_the_address(page):
    lab.visit(page, "15D11=10&view.cohort=subjects:30,T0:0.1,subject:2")
    lab.go(page, words.PATH)
    await_cohort(page)
    expect(page.locator(f"#{ids.STORY}")).to_contain_text("30 mice")
    expect(setting(page, "T0")).to_have_value("0.1")
    assert "Subject 2" in page.evaluate(NAMES, ids.BANDS)
    lab.enter(page, setting(page, "subjects"), "40")
    expect(page.locator(f"#{ids.STORY}")).to_contain_text("40 mice")
    lab.address_has(page, "subjects:40")
    lab.enter(page, setting(page, "subjects"), "none")
    expect(page.get_by_text(words.REFUSED)).to_be_visible()
    expect(page.locator(f"#{ids.STORY}")).to_contain_text("40 mice")
    lab.enter(page, setting(page, "subjects"), "")
    expect(page.locator(f"#{ids.STORY}")).to_contain_text(f"{SUBJECTS} mice", timeout=PATIENCE)
    lab.visit(page, "15D11=10")


def test_a_bar_shows_its_subject(page):
    lab.go(page, words.PATH)
    await_cohort(page)
    plot = page.locator(f"#{ids.WATERFALL} .nsewdrag").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.4 * box["height"], steps=3)
    expect(page.locator(f"#{ids.WATERFALL} .hoverlayer text").first).to_contain_text("subject")
    page.mouse.down()
    page.mouse.up()
    lab.address_has(page, "view.cohort=subject:")
    lab.in_the_end(page, lambda: subject_is_drawn(page))


def subject_is_drawn(page: Page) -> None:
    assert any(name.startswith("Subject ") for name in page.evaluate(NAMES, ids.BANDS))


def test_a_large_cohort_runs_by_the_button(page):
    lab.visit(page, "15D11=10&view.cohort=subjects:230")
    lab.go(page, words.PATH)
    expect(page.get_by_text(words.LARGE)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=kit_words.COMPUTE, exact=True).click()
    expect(page.locator(f"#{ids.STORY}")).to_contain_text("230 mice", timeout=PATIENCE)
    lab.visit(page, "15D11=10")


def test_the_bands_are_taken_as_a_picture(page):
    lab.go(page, words.PATH)
    await_cohort(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name=words.PICTURE).click()
    assert waited.value.suggested_filename == "osteoniche-cohort.png"
    assert waited.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_subjects_are_taken_as_a_table(open_page):
    page = open_page("cohort")
    await_cohort(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name=words.TABLE).click()
    file = waited.value
    assert file.suggested_filename == words.FILE
    assert file.path().read_text(encoding="utf-8").count("\n") == 1 + SUBJECTS
