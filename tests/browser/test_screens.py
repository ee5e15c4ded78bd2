"""Every page at the widths that there are, from a telephone to a wall: nothing lies outside."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP, TELEPHONE

from osteoniche.figures.details import DETAILS
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.cohort import ids as cohort_ids
from osteoniche.web.pages.cohort import words as cohort_words
from osteoniche.web.pages.equations.words import PATH as EQUATIONS
from osteoniche.web.pages.evidence.words import PATH as EVIDENCE
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.surface import ids as surface_ids
from osteoniche.web.pages.surface.words import PATH as SURFACE
from osteoniche.web.pages.your_data import ids as your_data_ids
from osteoniche.web.pages.your_data import words as own_words
from osteoniche.web.pages.your_data.words import PATH as OWN
from osteoniche.web.shell import PAGES

WIDTHS = (320, 360, 390, 768, 820, 1024, 1100, 1280, 1440, 1920, 2560)
HEIGHT = 800
PRESSED = "button, a[href], input, textarea, select, summary, [role=slider], [role=menuitem]"
CARDS = ".masthead, .dials, .story, .plots, .surface, .evidence, .equations, .own, .notice"

OUTSIDE = """([pressed, cards]) => {
  const within = (part, left, right) => part.left >= left - 0.5 && part.right <= right + 0.5;
  const width = document.documentElement.clientWidth;
  /* A box that scrolls sideways by itself, where the keyboard can reach what it holds. */
  const scroller = (part) => {
    for (let box = part.parentElement; box; box = box.parentElement) {
      const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowX);
      if (scrolls && box.scrollWidth > box.clientWidth && box !== document.body) return box;
    }
    return null;
  };
  const reached = (box) => box.tabIndex >= 0 || box.querySelector("button, a[href], input");
  const outside = [];
  let judged = 0;
  for (const part of document.querySelectorAll(pressed)) {
    const box = part.getBoundingClientRect();
    const seen = { opacityProperty: true, visibilityProperty: true };
    if (!box.width || !box.height || !part.checkVisibility(seen)) continue;
    judged += 1;
    const around = scroller(part);
    const held = around && reached(around) ? around.getBoundingClientRect() : box;
    const card = part.closest(cards);
    const edge = card ? card.getBoundingClientRect() : { left: 0, right: width };
    if (within(held, 0, width) && within(held, edge.left, edge.right)) continue;
    outside.push([part.id || part.textContent || part.className, held.left, held.right]);
  }
  return [document.scrollingElement.scrollWidth - width, judged, outside];
}"""
"""How far the page is wider than the window, how many controls are seen, and which lie outside."""


REDRAWN = """() => Array.from(document.querySelectorAll(".js-plotly-plot")).every((plot) => {
  const drawn = plot.querySelector(".main-svg");
  return !drawn || !plot.clientWidth || Math.abs(drawn.clientWidth - plot.clientWidth) <= 1;
})"""
"""Whether each plot is as wide as its box: it is drawn anew a little after that has changed."""


def assert_inside(page: Page) -> None:
    """The page does not scroll sideways, and what can be pressed lies within the window."""
    lab.until(page, REDRAWN)
    wider, judged, outside = page.evaluate(OUTSIDE, [PRESSED, CARDS])
    where = page.evaluate("[document.body.dataset.page, innerWidth]")
    assert outside == [], where
    assert wider <= 0, where
    assert judged >= len(PAGES) + 3, where  # the ways, Keep, Save or open, Copy link


def resize(page: Page, width: int, height: int = HEIGHT) -> None:
    page.set_viewport_size({"width": width, "height": height})
    lab.until(page, "([width]) => innerWidth === width", width)


@pytest.fixture
def screen(used_page):
    """A page that is resized; afterwards it is on a desk again."""
    page = used_page()
    yield page
    resize(page, *DESKTOP)
    page.emulate_media(color_scheme="light")


LONG = ";".join(f"A very long name of a kept run, number {i}~15D11={4 * i}" for i in range(1, 7))


def as_it_opens(page: Page) -> None:
    lab.address_is_plain(page)


def with_kept_runs(page: Page) -> None:
    lab.visit(page, f"15D11=10&view.pins={LONG}&view.minus=untreated&view.band=yes")
    expect(page.locator(".row-pin")).to_have_count(6)


def side_by_side(page: Page) -> None:
    lab.visit(page, f"15D11=10&view.side=yes&view.pins={LONG}")
    expect(page.locator(".row-pin")).to_have_count(6)
    lab.address_has(page, "view.side=yes")


def with_open_panels(page: Page) -> None:
    names = [detail.name for detail in DETAILS]
    opened = ",".join([*names, "explanation", "observations", "values"])
    lab.visit(page, f"species=human&15D11=10&zoledronate=4&view.open={opened}&p.kkP=0.3")
    for name in names:
        lab.await_traces(page, ids.panel(name))
    expect(page.locator(f"#{ids.TABLE} table").first).to_be_visible()


def with_open_folds(page: Page) -> None:
    for title in (
        words.SUBJECT,
        *(words.SECTIONS[section] for section in words.FOLDED),
        *(f"Schedule: {s}" for s in words.SECTIONS.values()),
    ):
        lab.unfold(page, title)


def with_notices(page: Page) -> None:
    lab.visit(page, "paclitaxel=many&15D11=lots")
    expect(page.locator(f"#{ids.ADDRESS_NOTICE} .notice")).to_be_visible()
    lab.enter(page, lab.typed(page, lab.CHEMOTHERAPY), "31")
    expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_be_visible()


def surface(page: Page) -> None:
    lab.go(page, SURFACE)
    expect(page.locator(f"#{surface_ids.WORK.start}")).to_be_visible()


def cohort(page: Page) -> None:
    lab.go(page, cohort_words.PATH)
    expect(page.locator(f"#{cohort_ids.ARMS} tbody tr")).not_to_have_count(0, timeout=240_000)


def evidence(page: Page) -> None:
    lab.go(page, EVIDENCE)
    expect(page.locator(".study .js-plotly-plot").last).to_be_attached()
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


def equations(page: Page) -> None:
    lab.go(page, EQUATIONS)
    expect(page.locator(".equation math").last).to_be_attached()


def own_data(page: Page) -> None:
    lab.go(page, OWN)
    page.get_by_role("button", name=own_words.EXAMPLE, exact=True).click()
    expect(page.locator(f"#{your_data_ids.group(0)}")).to_be_visible()


EACH_PAGE: tuple[Callable[[Page], None], ...] = (
    as_it_opens,
    surface,
    cohort,
    evidence,
    equations,
    own_data,
)
STATES = (
    *EACH_PAGE,
    with_kept_runs,
    side_by_side,
    with_open_panels,
    with_open_folds,
    with_notices,
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_lies_outside_the_window_at_any_width(screen, state):
    state(screen)
    for width in WIDTHS:
        resize(screen, width)
        assert_inside(screen)


def test_nothing_lies_outside_in_the_dark(screen):
    screen.emulate_media(color_scheme="dark")
    with_kept_runs(screen)
    for width in WIDTHS:
        resize(screen, width)
        assert_inside(screen)


SPACED = """() => {
  for (const each of document.querySelectorAll("body, body *")) {
    for (const [name, value] of [["line-height", "1.5"], ["letter-spacing", "0.12em"],
      ["word-spacing", "0.16em"]]) each.style.setProperty(name, value, "important");
  }
}"""
"""Spacing of text as readers may set it (WCAG 1.4.12)."""


def test_spaced_text_and_twice_the_size_lose_no_button(open_page):
    page = open_page()
    for show in EACH_PAGE:
        show(page)
        resize(page, 640, 400)
        assert_inside(page)
        page.evaluate(SPACED)
        for width in WIDTHS:
            resize(page, width)
            assert_inside(page)


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_the_form_of_a_run_and_the_menu_open_inside(screen, width):
    resize(screen, width)
    for opener, part in ((explore_words.PIN, "dialog"), (words.SAVE, "menu")):
        screen.get_by_role("button", name=opener, exact=True).first.click()
        opened = screen.get_by_role(part)
        expect(opened).to_be_visible()
        lab.until(
            screen,
            """([kind]) => {
              const box = document.querySelector(`[role=${kind}]`).getBoundingClientRect();
              return box.left >= 0 && box.right <= innerWidth;
            }""",
            part,
        )
        assert_inside(screen)
        screen.keyboard.press("Escape")
        expect(opened).to_be_hidden()


WATCH = """() => {
  window.layoutWidths = new Set();
  const look = () => {
    layoutWidths.add(innerWidth);
    layoutWidths.add(document.scrollingElement.scrollWidth);
    requestAnimationFrame(look);
  };
  look();
}"""
"""Notes from now on, with each picture, how wide the layout of a telephone is."""


def combobox(page: Page, label: str) -> Locator:
    either = page.get_by_role("combobox", name=label, exact=True)
    return either.or_(page.get_by_role("textbox", name=label, exact=True)).first


def tap_another(page: Page, field: Locator) -> None:
    """Open a list with a finger, and choose what is not chosen yet, or the only one there is."""
    before = field.input_value()
    field.tap()
    options = page.locator("[role=option]:visible")
    expect(options.first).to_be_visible()
    others = options.filter(has_not_text=before or "no such")
    option = others.last if others.count() else options.last
    chosen = option.inner_text()
    option.tap()
    expect(field).to_have_value(chosen)


def layout_widths(page: Page) -> Any:
    return page.evaluate("[...layoutWidths]")


def test_every_list_of_a_telephone_is_opened_and_chosen_from_with_a_finger(open_page):
    page = open_page(f"?{lab.SET}&15D11=10&zoledronate=100", telephone=True)
    page.evaluate(WATCH)
    for title, labels in {
        **{words.SECTIONS[section]: ["Drug"] for section in words.FOLDED},
        **{f"Schedule: {section}": ["Route"] for section in words.SECTIONS.values()},
        words.SUBJECT: [words.HOST, "Tumour", "Species"],
    }.items():
        begins = re.compile(rf"^{re.escape(title)}")
        head = page.get_by_role("button", name=begins)
        head.tap()
        section = page.get_by_role("region", name=begins)
        expect(section).to_be_visible()
        for label in labels:
            either = section.get_by_role("combobox", name=label, exact=True)
            field = either.or_(section.get_by_role("textbox", name=label, exact=True)).first
            tap_another(page, field)
        head.tap()
    lab.more(page)
    tap_another(page, combobox(page, explore_words.MINUS))
    page.get_by_role("button", name=words.SAVE, exact=True).tap()
    with page.expect_download():
        page.get_by_role("menuitem", name=words.TAKE["json"], exact=True).tap()
    page.get_by_role("button", name=explore_words.PIN, exact=True).first.tap()
    page.locator(f"#{ids.PIN_NAME}").fill("By hand")
    page.get_by_role("dialog").get_by_role("button", name=explore_words.PIN).tap()
    expect(page.locator(".row-pin")).to_have_count(1)
    assert layout_widths(page) == [TELEPHONE[0]]
    assert_inside(page)


def test_every_page_of_a_telephone_and_the_lists_of_own_data(open_page):
    page = open_page(telephone=True)
    page.evaluate(WATCH)
    for show in EACH_PAGE:
        show(page)
        assert_inside(page)
    tap_another(page, page.locator(f"#{your_data_ids.group(0)}"))
    free = page.locator(".mantine-MultiSelect-pill")
    count = free.count()
    combobox(page, own_words.FREE).tap()
    page.locator("[role=option]:visible").first.tap()
    expect(free).to_have_count(count + 1)
    assert layout_widths(page) == [TELEPHONE[0]]
    assert_inside(page)
