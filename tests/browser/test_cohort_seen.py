"""The page of cohorts as it is seen: run at the first sight, run again, taken away."""

from playwright.sync_api import expect
from tests.browser import laboratory as lab

from osteoniche.analysis.cohort import SUBJECTS
from osteoniche.scenario.presets import ARMS, OPENING, preset
from osteoniche.web.kit import words as kit_words
from osteoniche.web.pages.cohort import ids, words

PATIENCE = 240_000
"""Milliseconds: on a machine where nothing is compiled yet the first cohort waits for that."""


def test_a_cohort_is_run_at_the_first_sight_and_again_by_the_button(page):
    lab.await_drawn(page, preset(OPENING))
    lab.go(page, words.PATH)
    rows = page.locator(f"#{ids.ARMS} tbody tr")
    expect(rows).to_have_count(len(ARMS), timeout=PATIENCE)
    expect(page.locator(f"#{ids.STORY}")).to_contain_text(f"{SUBJECTS} mice")
    expect(page.locator(f"#{ids.BANDS} .scatterlayer .trace")).not_to_have_count(0)
    before = page.locator(f"#{ids.ARMS}").inner_text()
    lab.enter(page, lab.typed(page, lab.INDUCTION), "1")
    expect(page.get_by_text(kit_words.CHANGED)).to_be_visible()
    page.locator(f"#{ids.WORK.start}").click()
    expect(page.get_by_text(kit_words.CHANGED)).to_be_hidden()
    expect(page.locator(f"#{ids.ARMS}")).not_to_have_text(before, timeout=PATIENCE)


def test_the_subjects_are_taken_as_a_table(open_page):
    page = open_page("cohort")
    rows = page.locator(f"#{ids.ARMS} tbody tr")
    expect(rows).to_have_count(len(ARMS), timeout=PATIENCE)
    with page.expect_download() as waited:
        page.get_by_role("button", name=words.TABLE).click()
    file = waited.value
    assert file.suggested_filename == words.FILE
    assert file.path().read_text(encoding="utf-8").count("\n") == 1 + SUBJECTS
