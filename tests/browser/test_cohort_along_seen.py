"""The part of the page of cohorts along one setting as it is seen."""

from playwright.sync_api import expect
from tests.browser import laboratory as lab

from osteoniche.analysis.cohort import SUBJECTS
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import words as kit_words
from osteoniche.web.pages.cohort import ids, words
from osteoniche.web.pages.cohort.along.request import texts

PATIENCE = 240_000
"""Milliseconds: on a machine where nothing is compiled yet the first cohort waits for that."""


def rows(page):
    return page.locator(f"#{ids.ALONG_TABLE} tbody tr")


def test_a_setting_is_run_by_the_button_alone_and_read_in_several_ways(open_page):
    page = open_page("cohort")
    values = page.locator(f"#{ids.ALONG_VALUES}")
    expect(values).to_have_value("0, 0.1, 0.3, 1, 3, 10, 30")
    expect(page.locator(f"#{ids.ALONG_RESULT}")).to_be_hidden()
    values.fill("0, 10, 1")
    page.locator(f"#{ids.ALONG.start}").click()
    expect(rows(page)).to_have_count(3, timeout=PATIENCE)
    expect(page.locator(f"#{ids.ALONG_STORY}")).to_contain_text(f"{SUBJECTS} mice")
    expect(page.locator(f"#{ids.ALONG_MULTIPLES} .cartesianlayer .subplot")).to_have_count(3)
    title = page.locator(f"#{ids.ALONG_AGAINST} .ytitle")
    expect(title).to_have_text("Tumour (cells)")
    page.locator(f"#{ids.ALONG_READOUT}").get_by_text(
        words.ALONG_READOUTS["apoptosis_percent"]
    ).click()
    expect(title).to_have_text("Apoptosis (%)")
    with page.expect_download() as waited:
        page.get_by_role("button", name=words.ALONG_TAKE).click()
    file = waited.value
    assert file.path().read_text(encoding="utf-8").count("\n") == 1 + 3 * SUBJECTS
    assert file.suggested_filename == words.ALONG_FILE
    lab.address_has(page, "view.cohort=along:15D11.dose=0;10;1")
    again = open_page(page.url.rpartition("/")[2])
    expect(again.locator(f"#{ids.ALONG_VALUES}")).to_have_value("0, 10, 1")


def test_wrong_values_are_told_below_them_and_what_was_shown_stays(open_page):
    page = open_page("cohort")
    values = page.locator(f"#{ids.ALONG_VALUES}")
    expect(values).not_to_have_value("")
    values.fill("0, 10")
    values.press("Enter")
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    values.fill("0, 31, many")
    page.locator(f"#{ids.ALONG.start}").click()
    told = page.locator(f"#{ids.ALONG_PROBLEMS}")
    expect(told).to_contain_text("31 is not allowed; allowed is 0 to 30 mg/kg")
    expect(told).to_contain_text("give a number")
    expect(rows(page)).to_have_count(2)
    values.fill("0")
    values.press("Enter")
    expect(rows(page)).to_have_count(1, timeout=PATIENCE)
    expect(told).to_be_empty()


def test_a_constant_is_found_by_typing_and_settings_that_changed_since_are_told(open_page):
    page = open_page("cohort")
    values = page.locator(f"#{ids.ALONG_VALUES}")
    expect(values).not_to_have_value("")
    chosen = page.locator(f"#{ids.ALONG_SETTING}")
    chosen.click()
    page.keyboard.type("kkP")
    page.get_by_role("option", name="kkP (1/day)").click()
    expect(values).to_have_value(texts(preset(OPENING), "parameters.kkP"))
    values.fill("0.2, 0.4")
    page.locator(f"#{ids.ALONG.start}").click()
    expect(rows(page)).to_have_count(2, timeout=PATIENCE)
    lab.enter(page, lab.typed(page, lab.INDUCTION), "1")
    expect(page.locator(f"#{ids.ALONG.changed}")).to_contain_text(kit_words.CHANGED)
    expect(values).to_have_value("0.2, 0.4")
