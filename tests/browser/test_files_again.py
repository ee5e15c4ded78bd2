"""A file that was corrected on disk and is opened again under its name is read again.

The files are real ones, given by their path: of these the browser itself tells the page, and only
where the name is another than the field has. Of contents given in a test's own memory Playwright
tells in its place, each time, and no test would see that a page misses the second choice.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import Open

from osteoniche import parameters
from osteoniche.calibration.your_data.table import TEMPLATE
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.your_data import ids as your_data_ids


def open_table(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(f"#{your_data_ids.OPEN}").click()
    chooser.value.set_files(file)


def open_settings(page: Page, file: Path) -> None:
    page.get_by_role("button", name=words.SAVE).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name=explore_words.OPEN_FILE).click()
    chooser.value.set_files(file)


@pytest.mark.parametrize(
    "first", [TEMPLATE, "nothing like it", "PK\x03\x04"], ids=["table", "none", "refused"]
)
def test_a_table_that_was_corrected_is_read_again(
    open_page: Open, tmp_path: Path, first: str
) -> None:
    page = open_page("own-data")
    table, read = tmp_path / "study.csv", page.locator(f"#{your_data_ids.READ}")
    refused = page.locator(f"#{your_data_ids.FILE_TOLD}, #{your_data_ids.PROBLEMS}")
    table.write_text(first, encoding="utf-8")
    open_table(page, table)
    if first == TEMPLATE:
        expect(read).to_contain_text("up to day 28")
    else:
        expect(refused.filter(has_text="your")).to_have_count(1)
    table.write_text(TEMPLATE.replace("\n28,", "\n27,"), encoding="utf-8")
    open_table(page, table)
    expect(read).to_contain_text("up to day 27")
    for each in refused.all():
        expect(each).to_be_empty()
    # And what is as it was is opened all the same, once the field is empty. A field tells the page
    # of the last of quick changes only: of a text and back to nothing within 300 ms it tells none.
    page.locator(f"#{your_data_ids.TEXT}").fill("no table")
    expect(refused.filter(has_text="your")).to_have_count(1)
    page.locator(f"#{your_data_ids.TEXT}").fill("")
    expect(read).to_be_empty()
    open_table(page, table)
    expect(read).to_contain_text("up to day 27")


def settings_of(days: int) -> str:
    """A file of today's parameter set: one that names none is from before there were several."""
    return json.dumps({"set": parameters.DEFAULT, "days": days})


FIFTY = settings_of(50)
LARGE = json.dumps({"days": 50, "notes": "x" * 11_000_000})
"""More than the page looks into."""


@pytest.mark.parametrize(
    "first",
    [FIFTY, settings_of(5), "nothing like it", LARGE],
    ids=["settings", "wrong", "none", "large"],
)
def test_settings_that_were_corrected_are_read_again(
    open_page: Open, tmp_path: Path, first: str
) -> None:
    page = open_page()
    settings, notice = tmp_path / "scenario.json", page.locator(f"#{ids.ADDRESS_NOTICE}")
    settings.write_text(first, encoding="utf-8")
    open_settings(page, settings)
    if first == FIFTY:
        lab.await_drawn(page, preset("untreated").changed(days=50))
    else:
        expect(notice).to_contain_text(explore_words.BAD_FILE)
    settings.write_text(settings_of(60), encoding="utf-8")
    open_settings(page, settings)
    lab.await_drawn(page, preset("untreated").changed(days=60))
    expect(notice).to_be_empty()
    lab.start_again(page)
    open_settings(page, settings)
    lab.await_drawn(page, preset("untreated").changed(days=60))
