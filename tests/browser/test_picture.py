"""The living picture as it is seen and used: its day, its words, its cards."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import laboratory as lab
from tests.runs import run

from osteoniche.quantity import HUMAN, MOUSE
from osteoniche.scenario import address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import words as explore_words

OVERLAPS = """() => {
  const seen = each => each.getClientRects().length > 0;
  const box = document.querySelector('#scene .canvas').getBoundingClientRect();
  const tags = [...document.querySelectorAll('#scene .tags button')].filter(seen);
  const boxes = tags.map(tag => [tag.dataset.part, tag.getBoundingClientRect()]);
  const bad = [];
  for (const [name, a] of boxes) {
    if (a.left < box.left - 1 || a.right > box.right + 1) bad.push(name);
    if (a.top < box.top - 1 || a.bottom > box.bottom + 1) bad.push(name);
    for (const [other, b] of boxes)
      if (other > name && a.left < b.right - 1 && b.left < a.right - 1
          && a.top < b.bottom - 1 && b.top < a.bottom - 1) bad.push(`${name} ${other}`);
  }
  return bad;
}"""
"""Words of the picture that lie over each other or outside."""


def scrubber(page):
    return page.get_by_role("slider", name=explore_words.SCRUBBER)


def reader(page):
    return page.get_by_role("slider", name=explore_words.READER)


def heading(page):
    return page.get_by_role("heading", name=explore_words.PICTURE)


def tag(page, part: str):
    return page.locator(f'#{ids.SCENE} .tags [data-part="{part}"]')


def test_the_words_say_the_numbers_of_the_last_day(page):
    lab.await_drawn(page, preset(OPENING))
    own = run(preset(OPENING))
    expect(tag(page, "tumour")).to_contain_text(f"{own['tumour_cells'][-1] / 1e6:.3g} million")
    expect(tag(page, "notch")).to_contain_text(f"{own['notch_activity'][-1]:.2f}")
    clasts = f"{own['osteoclasts_fold'][-1]:.1f} × healthy"
    expect(tag(page, "osteoclasts")).to_contain_text(clasts)
    expect(tag(page, "bone")).to_contain_text(f"{own['bone_mass_percent'][-1]:.1f}")
    expect(heading(page)).to_have_text("The tumour in its niche on day 42")
    expect(tag(page, "antibody")).to_be_hidden()


def test_the_slider_and_the_line_in_the_plots_are_one_day(page):
    lab.await_drawn(page, preset(OPENING))
    scrubber(page).focus()
    page.keyboard.press("Home")
    expect(reader(page)).to_have_attribute("aria-valuenow", "0")
    for _ in range(3):
        page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    expect(reader(page)).to_have_attribute("aria-valuenow", "20")
    expect(scrubber(page)).to_have_attribute("aria-valuetext", re.compile(r"^Day 20: tumour "))
    reader(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    expect(page.locator(f"#{ids.SCENE} .day-read")).to_have_text("Day 35")
    expect(heading(page)).to_have_text("The tumour in its niche on day 35")
    cells = float(run(preset(OPENING)).at("tumour_cells", 35.0))
    expect(tag(page, "tumour")).to_contain_text(f"{float(f'{cells:.3g}'):,.0f} cells")


def test_the_days_are_played_and_paused_by_keys(page):
    lab.await_drawn(page, preset(OPENING))
    scrubber(page).focus()
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    pause = page.get_by_role("button", name=explore_words.PAUSE)
    expect(pause).to_be_visible()
    lab.until(page, "Number(document.querySelector('#scene').dataset.day) > 0.5")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name=explore_words.PLAY)).to_be_visible()


def test_a_part_opens_its_card_by_a_key_and_a_click(page):
    lab.await_drawn(page, preset(OPENING))
    scrubber(page).focus()
    page.keyboard.press("End")  # a day that was chosen stays
    tag(page, "notch").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Notch")
    expect(card).to_be_visible()
    expect(card).to_contain_text("On day 42")
    expect(card.get_by_role("link")).to_have_count(2)
    formula = card.get_by_role("region", name=explore_words.ITS_EQUATION)
    expect(formula.locator("math")).not_to_have_count(0)
    its_page = page.locator("#equation-rate-notch_activity .formula")
    assert formula.inner_html() == its_page.inner_html()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(tag(page, "notch")).to_be_focused()
    page.locator(f"#{ids.SCENE} .tags [data-part='bone']").click()
    expect(page.get_by_role("dialog", name="Bone")).to_be_visible()


def test_the_picture_follows_a_dial(page):
    lab.await_drawn(page, preset(OPENING))
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))
    expect(tag(page, "antibody")).to_contain_text("99")
    expect(page.locator(f"#{ids.SCENE} [data-drug='15D11']")).to_be_visible()
    ys = page.locator(f"#{ids.SCENE} .ys").get_attribute("d")
    assert (ys or "").count("M") > 20


AT_ARROW = """() => {
  const box = each => document.querySelector(`#scene ${each}`).getBoundingClientRect();
  const [arrow, words] = [box('.calls'), box('.tags [data-part="jagged1"]')];
  const across = Math.max(words.left - arrow.right, arrow.left - words.right, 0);
  const up = Math.max(words.top - arrow.bottom, arrow.top - words.bottom, 0);
  return Math.hypot(across, up);
}"""
"""Pixels between the words of Jagged1 and its arrow."""


@pytest.mark.parametrize("name", ["untreated", "chemotherapy", "combination"])
def test_the_words_of_jagged1_stand_at_its_arrow(open_page, name):
    page = open_page("?" + address.encode(preset(name)))
    lab.await_drawn(page, preset(name))

    def near() -> None:
        assert page.evaluate(AT_ARROW) < 25

    lab.in_the_end(page, near)


SIZES = ((1280, 800), (1920, 1080), (1024, 768), (820, 1180), (390, 844), (1280, 800))


@pytest.mark.parametrize(
    ("name", "species"),
    [("chemotherapy", MOUSE), ("combination", MOUSE), ("healthy", MOUSE), ("combination", HUMAN)],
)
def test_no_words_lie_over_each_other(open_page, name, species):
    page = open_page("?" + address.encode(preset(name, species)))
    lab.await_drawn(page, preset(name, species))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        lab.in_the_end(page, lambda: _same(page.evaluate(OVERLAPS), []))


def _same(one: object, other: object) -> None:
    assert one == other
