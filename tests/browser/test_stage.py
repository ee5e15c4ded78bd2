"""The stage of Explore in a real browser: the answer first, read by pointer, touch and keys."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP
from tests.runs import run

from osteoniche.figures.look import LINES
from osteoniche.figures.timecourse import LIKELY
from osteoniche.narrative import trust
from osteoniche.narrative.costs import ADVICE
from osteoniche.numerals import compact
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words

WIDTHS = (320, 360, 390, 480, 600, 768, 820, 1000, 1024, 1140, 1280, 1366, 1536, 1920, 2560)
ZOOMS = {125: (1024, 640), 150: (853, 533), 200: (640, 400)}
"""What is left of a desk's window at each zoom, in pixels of the page."""
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
"""
"""What a reader may set (WCAG 1.4.12)."""


@pytest.fixture
def screen(used_page):
    """A page that is resized; afterwards it is on a desk again."""
    page = used_page()
    yield page
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    lab.until(page, "([width]) => innerWidth === width", width)


def sideways(page: Page) -> list[str]:
    """What lies beyond the window's right edge, of what can be pressed or read.

    The ways to the pages are a line of their own that scrolls where it is too long.
    """
    found: list[str] = page.evaluate(
        """() => {
          const scrolls = (box) => box && box.scrollWidth > box.clientWidth
            && getComputedStyle(box).overflowX === "auto";
          return Array.from(document.querySelectorAll(
            ".masthead *, .rail button, .answer *, .card, .plots-head *, .tab, .caveat"))
          .filter(part => part.getClientRects().length && part.checkVisibility())
          .filter(part => getComputedStyle(part).position !== "absolute")
          .filter(part => !scrolls(part.closest(".ways")))
          .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
          .map(part => part.className || part.tagName);
        }"""
    )
    return found


def ends(page: Page) -> dict[str, str]:
    """The values at the ends of the lines of the tumour, which stand first."""
    labels = page.locator(f"#{ids.ENDS} .end")
    pairs = labels.evaluate_all(
        "all => all.map(each => Array.from(each.children, c => c.textContent))"
    )
    found: dict[str, str] = {}
    for name, value, _ in pairs:
        found.setdefault(name, value)
    return found


def test_the_page_is_as_wide_as_its_window_at_every_width(screen):
    for width in WIDTHS:
        resize(screen, width, 800)
        widths = screen.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], width
        assert sideways(screen) == [], width


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_zoomed_page_loses_nothing(screen, zoom):
    resize(screen, *ZOOMS[zoom])
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sideways(screen) == []
    for part in (".title", f"#{ids.CARDS}", f"#{ids.TIMECOURSE}"):
        screen.locator(part).scroll_into_view_if_needed()
        expect(screen.locator(part)).to_be_in_viewport()
    lab.drag(screen, lab.ANTIBODY, 10)
    lab.await_drawn(screen, preset("combination"))


def test_wider_spaces_between_letters_push_nothing_out(screen):
    style = screen.add_style_tag(content=SPACING)
    try:
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for button in (explore_words.PIN, words.SAVE):
            expect(screen.get_by_role("button", name=button, exact=True)).to_be_in_viewport(ratio=1)
    finally:
        style.evaluate("each => each.remove()")


def test_on_paper_stand_the_answer_the_curves_and_the_table(screen):
    screen.emulate_media(media="print")
    for part in (".title", f"#{ids.CARDS}", f"#{ids.TIMECOURSE}", f"#{ids.HEADLINES} table"):
        expect(screen.locator(part)).to_be_visible()
    for part in (".rail", ".ways", ".plots-head"):
        expect(screen.locator(part).first).to_be_hidden()


def test_the_ends_of_the_lines_say_their_values_on_the_last_day(page):
    lab.await_drawn(page, preset(OPENING))

    def check() -> None:
        found = ends(page)
        for arm in ("untreated", "antibody", "combination"):
            value = run(preset(arm))["tumour_cells"][-1]
            assert found[LINES[arm].label] == compact(float(value)), arm
        own = float(run(preset(OPENING))["tumour_cells"][-1])
        assert found["Your run"] == compact(own)
        assert found["= Chemotherapy"] == "", "it lies under the own one"

    lab.in_the_end(page, check)


def test_another_day_is_read_by_keys_and_told(page):
    lab.await_drawn(page, preset(OPENING))
    reader = page.get_by_role("slider", name=explore_words.READER)
    reader.focus()
    page.keyboard.press("Home")
    expect(reader).to_have_attribute("aria-valuenow", "0")
    lab.in_the_end(page, lambda: _same(ends(page)["Your run"], "2k"))
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(reader).to_have_attribute("aria-valuenow", "21")
    value = float(run(preset(OPENING)).at("tumour_cells", 21.0))
    expect(reader).to_have_attribute("aria-valuetext", re.compile(r"^Day 21: your run .* %"))
    lab.in_the_end(page, lambda: _same(ends(page)["Your run"], compact(value)))
    page.keyboard.press("End")
    expect(reader).to_have_attribute("aria-valuenow", "42")


def _same(one: str, other: str) -> None:
    assert one == other


def test_another_day_is_read_under_the_pointer_and_left_with_it(page):
    area = page.locator(f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='xy2']").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + 20)
    reader = page.get_by_role("slider", name=explore_words.READER)

    def halfway() -> None:
        assert abs(float(reader.get_attribute("aria-valuenow") or "nan") - 21) < 0.5

    lab.in_the_end(page, halfway)
    page.mouse.move(5, 5)
    expect(reader).to_have_attribute("aria-valuenow", "42")


CUT = """() => Array.from(document.querySelectorAll("#cards .card :is(span, small, strong)"))
  .filter(part => part.checkVisibility() && part.textContent.trim())
  .filter(part => part.clientWidth && part.scrollWidth > part.clientWidth
    || part.getBoundingClientRect().right > part.closest(".card").getBoundingClientRect().right)
  .map(part => part.textContent)"""
"""The words of the cards that are not seen in full."""


def test_cards_of_a_telephone_cut_no_words(open_page):
    page = open_page(telephone=True)
    lab.await_drawn(page, preset(OPENING))
    cost = page.locator(".card-cost")
    expect(cost).to_contain_text(ADVICE)
    for width in (360, 390, 430):
        resize(page, width, 844)
        lab.in_the_end(page, lambda: _none(page.evaluate(CUT)))


def _none(found: list[str]) -> None:
    assert found == []


WHOLE = "(each) => each.scrollHeight <= each.clientHeight + 1"
"""Whether all of a box is seen."""


def test_a_reason_that_is_cut_is_read_in_full_by_a_button(open_page):
    page = open_page(telephone=True)
    lab.await_drawn(page, preset(OPENING))
    reason, button = page.locator(f"#{ids.REASON}"), page.locator(f"#{ids.READ_ALL}")
    expect(button).to_have_text(explore_words.READ_ALL)
    assert not reason.evaluate(WHOLE)
    button.tap()
    assert reason.evaluate(WHOLE)
    expect(button).to_have_text(explore_words.READ_LESS)
    expect(button).to_have_attribute("aria-expanded", "true")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert not reason.evaluate(WHOLE)


def test_a_reason_that_has_room_has_no_button(page):
    lab.await_drawn(page, preset(OPENING))
    expect(page.locator(f"#{ids.READ_ALL}")).to_be_hidden()
    assert page.locator(f"#{ids.REASON}").evaluate(WHOLE)


TOUCHING = """() => {
  const plot = document.querySelector("#timecourse .js-plotly-plot");
  const of = (kind) => Array.from(plot.querySelectorAll(kind)).filter(each => each.textContent)
    .map(each => [each.textContent, each.getBoundingClientRect()]);
  const bad = [];
  for (const [title, a] of of(".annotation-text"))
    for (const [label, b] of of(".ytick text"))
      if (a.left < b.right && b.left < a.right && a.top < b.bottom - 3 && b.top + 3 < a.bottom)
        bad.push([title, label]);
  return bad;
}"""
"""Titles of plots that the labels of an axis touch; a label's box is 3 pixels higher than it."""


@pytest.mark.parametrize("telephone", [True, False], ids=["telephone", "desk"])
def test_no_label_touches_the_title_of_the_next_plot(open_page, telephone):
    page = open_page(telephone=telephone)
    lab.await_drawn(page, preset(OPENING))
    lab.in_the_end(page, lambda: _none(page.evaluate(TOUCHING)))


def test_a_finger_reads_a_day_that_stays(open_page):
    page = open_page(telephone=True)
    lab.await_drawn(page, preset(OPENING))
    area = page.locator(f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='xy2']").bounding_box()
    assert area is not None
    page.touchscreen.tap(area["x"] + area["width"] / 2, area["y"] + 30)
    reader = page.get_by_role("slider", name=explore_words.READER)

    def halfway() -> None:
        assert abs(float(reader.get_attribute("aria-valuenow") or "nan") - 21) < 1

    lab.in_the_end(page, halfway)


def test_cards_and_arms_follow_a_dial(page):
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))
    expect(page.locator(".card-tumour strong")).to_have_text(re.compile("× smaller"))
    expect(page.locator(".card-tumour .is-own")).to_have_attribute("style", re.compile("left: 0%"))
    expect(page.locator(f"#{ids.preset('combination')}")).to_have_attribute("aria-pressed", "true")
    own = next(t for t in lab.curves(page) if t["name"] == "Your run")
    assert own["colour"] == LINES["combination"].colour
    lab.drag(page, lab.ANTIBODY, 0.3)
    expect(page.locator(".arm[aria-pressed=true]")).to_have_count(0)
    lab.in_the_end(page, lambda: _other_colour(page))


def _other_colour(page: Page) -> None:
    own = next(t for t in lab.curves(page) if t["name"] == "Your run")
    assert own["colour"] != LINES["combination"].colour


def test_the_link_is_shown_as_a_code(page):
    page.get_by_role("button", name=words.SAVE, exact=True).click()
    page.get_by_role("menuitem", name=words.QR).click()
    expect(page.get_by_role("img", name=words.QR)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("img", name=words.QR)).to_be_hidden()


def test_what_to_trust_opens_from_the_line(page):
    lab.await_drawn(page, preset(OPENING))
    expect(page.locator(f"#{ids.TRUST_LINE}")).to_have_text(trust.line(preset(OPENING)))
    page.locator(".caveat summary").click()
    expect(page.get_by_text(words.CAVEAT.split(". ")[2][:40])).to_be_visible()
    grounds = page.locator(f"#{ids.TRUST} li")
    expect(grounds.filter(visible=True)).to_have_count(len(trust.readouts()) + 1)
    lab.drag(page, lab.ANTIBODY, 10)
    expect(grounds.filter(has_text="15D11")).to_be_visible()
    expect(page.locator(f"#{ids.TRUST_LINE}")).to_have_text(trust.line(preset("combination")))


# How sure the numbers are


def ranged(page: Page) -> dict[str, str]:
    """The ranges below the values at the ends of the tumour's lines, by name."""
    labels = page.locator(f"#{ids.ENDS} .end")
    pairs = labels.evaluate_all(
        "all => all.map(each => [each.children[0].textContent, each.children[2].textContent])"
    )
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def shaded(page: Page) -> int:
    """How many points outline the band of the visitor's run in the first plot."""
    return next(len(each["x"]) for each in lab.curves(page) if each["name"] == LIKELY)


def test_at_rest_every_number_says_how_sure_it_is(page):
    lab.await_drawn(page, preset(OPENING))

    def check() -> None:
        assert all(ranged(page)[LINES[arm].label] for arm in ("untreated", "combination"))
        assert ranged(page)["Your run"]
        assert shaded(page) == 2 * len(run(preset(OPENING)).grid)

    lab.in_the_end(page, check)
    expect(page.locator(".card-tumour small")).to_have_text(re.compile(r"\d–\d"))
    expect(page.locator(f"#{ids.RANGES_NOTE}")).to_have_text("")
    page.get_by_role("button", name=explore_words.TABS["runs"]).click()
    rows = page.locator(f"#{ids.HEADLINES} tbody tr")
    for place in range(5):
        expect(rows.nth(place).locator("td").first).to_have_attribute(
            "data-likely", re.compile("–")
        )
    expect(page.locator(f"#{ids.BAND_NOTE}")).not_to_be_empty()


def test_ranges_of_other_settings_fade_in_a_hand_and_new_ones_come_at_rest(page):
    lab.await_drawn(page, preset(OPENING))
    waiting = re.compile("ranges-wait")
    expect(page.locator(".card-tumour small")).to_have_text(re.compile("–"))
    before = page.locator(".card-tumour small").text_content()
    page.mouse.move(*lab.place(page, lab.ANTIBODY, 0))
    page.mouse.down()
    page.mouse.move(*lab.place(page, lab.ANTIBODY, 10), steps=6)
    expect(page.locator("body")).to_have_class(waiting)
    expect(page.locator(".card-tumour small")).to_have_css("opacity", "0")
    page.mouse.up()
    expect(page.locator("body")).not_to_have_class(waiting)
    expect(page.locator(".card-tumour small")).not_to_have_text(before or "")
    lab.in_the_end(page, lambda: _same(ranged(page)["= Both"], ""))


def test_one_switch_takes_all_ranges_away_and_the_address_says_so(page):
    lab.await_drawn(page, preset(OPENING))
    expect(page.locator(".card-tumour small")).to_have_text(re.compile("–"))
    page.get_by_role("switch", name=explore_words.BAND).press("Space")
    lab.address_has(page, "view.band=no")
    expect(page.locator(".card-tumour small")).to_have_text("")

    def gone() -> None:
        assert not any(ranged(page).values())
        assert shaded(page) == 0

    lab.in_the_end(page, gone)
    page.go_back()
    lab.in_the_end(page, lambda: _some(shaded(page)))


def test_side_by_side_says_why_no_range_is_drawn(page):
    lab.visit(page, "view.side=yes")
    expect(page.locator(f"#{ids.RANGES_NOTE}")).to_have_text(explore_words.NO_BAND_BESIDE)
    expect(page.locator(".card-tumour small")).to_have_text(re.compile("–"))


def _some(count: int) -> None:
    assert count
