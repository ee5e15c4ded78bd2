"""Notices about files and addresses, in a real browser: told at once, gone with what follows."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.runs import run

from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words

OPEN = preset(OPENING)
READS = """
  window.read = [];
  const own = FileReader.prototype.readAsDataURL;
  FileReader.prototype.readAsDataURL = function (part) {
    window.read.push(part.size);
    return own.call(this, part);
  };
"""
"""Notes how many bytes of a file the page reads."""


def notice(page: Page) -> Locator:
    return page.locator(f"#{ids.ADDRESS_NOTICE} .notice")


def give(page: Page, file: Path | dict[str, Any]) -> None:
    page.locator(f"#{ids.UPLOAD} input[type=file]").set_input_files([file])  # type: ignore[list-item]


def wrong(page: Page) -> Locator:
    """A page with a notice about a file; gives the notice."""
    give(page, {"name": "a.json", "mimeType": "", "buffer": b'{"days": 3}'})
    expect(notice(page)).to_contain_text("days: 3 is not allowed")
    return notice(page)


def test_a_file_far_too_large_is_told_by_its_size_and_never_read(open_page, tmp_path):
    file = tmp_path / "course.json"
    file.write_bytes(b'{"days": 42, "notes": "' + b"x" * 30_000_000 + b'"}')
    page = open_page(script=READS)
    lab.await_drawn(page, OPEN)
    wrong(page)
    page.evaluate("window.read.length = 0")
    said = "file: this is a file of 30,000 kB; what can be read is a scenario file saved by"
    for _ in range(2):  # the same file once more is noticed as well
        give(page, file)
        expect(notice(page)).to_contain_text(said)
        expect(notice(page)).to_contain_text("of at most 100 kB")
        expect(notice(page)).to_contain_text(explore_words.BAD_FILE)
        expect(notice(page)).not_to_contain_text("days: 3")
        notice(page).get_by_role("button", name=words.CLOSE).click()
        expect(notice(page)).to_have_count(0)
    assert max(page.evaluate("window.read")) < 1000
    assert lab.drawn_as(page, run(OPEN))


CHANGES = {
    "dial": lambda page: lab.drag(page, lab.ANTIBODY, 10),
    "typed": lambda page: lab.enter(page, lab.typed(page, lab.ANTIBODY), "10"),
    "preset": lambda page: page.locator(f"#{ids.preset('combination')}").click(),
    "drug": lambda page: lab.pick(page, "Chemotherapy drug", "Cisplatin"),
    "view": lambda page: page.get_by_text("Linear", exact=True).click(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_notice_goes_with_the_next_change(page, name):
    told = wrong(page)
    CHANGES[name](page)
    expect(told).to_have_count(0)


def test_a_notice_stays_while_nothing_is_changed(page):
    told = wrong(page)
    page.locator(f"#{ids.TIMECOURSE}").hover()
    page.set_viewport_size({"width": 1200, "height": 800})
    page.wait_for_timeout(800)
    expect(told).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_notice_is_closed_by_the_keyboard_which_goes_on_below(page):
    told = wrong(page)
    button = told.get_by_role("button", name=words.CLOSE)
    button.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_count(0)
    expect(page.locator(f"#{ids.DIFFERS}")).to_be_focused()
