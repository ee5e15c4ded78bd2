"""Present: six steps by keys, by finger and by link; a question, its answer, and the way out."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.runs import run

from osteoniche.figures.look import LINES
from osteoniche.lecture import slide, steps
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.present import ids, words
from osteoniche.web.pages.present.layout import STEP

ASKED = next(place for place, step in enumerate(steps(), 1) if step.question)
LAST = len(steps())
LARGEST_SMALL = 20
"""Pixels of 1080 that no letters but those of the caveat are below."""
SMALL = f"""() => Array.from(document.querySelectorAll("#{ids.LECTURE} *, .masthead *"))
  .filter(each => each.checkVisibility() && !each.closest(".spoken"))
  .filter(each => Array.from(each.childNodes).some(n => n.nodeType === 3 && n.data.trim()))
  .map(each => [Number.parseFloat(getComputedStyle(each).fontSize), each.textContent])
  .filter(([size]) => size < {LARGEST_SMALL})"""


@pytest.fixture
def present(open_page) -> Page:
    """The lecture of a new visitor at its first step, come to by its key."""
    page: Page = open_page()
    lab.await_drawn(page, preset(OPENING))
    page.evaluate("() => { document.documentElement.requestFullscreen = undefined; }")
    page.keyboard.press(words.KEY.lower())
    at(page, 1)
    return page


def at(page: Page, place: int, phase: str = "told") -> None:
    """Wait until a step is seen, in its address too, and its lines are drawn."""
    step = steps()[place - 1]
    lecture = page.locator(f"#{ids.LECTURE}")
    expect(lecture).to_have_attribute("data-step", str(place))
    expect(lecture).to_have_attribute("data-phase", phase)
    text = step.heading if phase == "told" else slide(step, run).question
    expect(page.locator(f"#{ids.HEADING}")).to_have_text(text)
    lab.address_has(page, f"{STEP}={place}")


def lines(page: Page) -> list[str]:
    """The runs that are drawn."""
    return [each["name"] for each in lab.curves(page, ids.PLOT) if each["name"] in LINES]


def test_a_clicker_shows_all_six_steps_and_escape_takes_the_settings_along(present):
    page = present
    for place, step in enumerate(steps(), 1):
        if step.question:
            at(page, place, "asked")
            page.keyboard.press("PageDown")
        at(page, place)
        expect(page.locator(f"#{ids.TEXT}")).to_have_text(slide(step, run).text)
        lab.in_the_end(page, lambda runs=step.runs: _are(lines(page), list(runs)))
        page.keyboard.press("PageDown")
    at(page, LAST)
    page.keyboard.press("PageUp")
    at(page, LAST - 1)
    page.keyboard.press("Escape")
    expect(page.locator("body")).to_have_attribute("data-page", "explore")
    lab.await_drawn(page, steps()[LAST - 2].scenario)
    lab.until(page, f"() => !location.search.includes('{STEP}')")


def _are(seen: list[str], expected: list[str]) -> None:
    assert seen == expected


def test_an_answer_is_chosen_revealed_and_told(present):
    page = present
    step = steps()[ASKED - 1]
    assert step.question is not None
    for _ in range(ASKED - 1):
        page.keyboard.press("ArrowRight")
    at(page, ASKED, "asked")
    lab.in_the_end(page, lambda: _are(lines(page), ["untreated"]))
    page.keyboard.press("d")
    chosen = page.locator("[data-answer='3']")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=words.REVEAL).click()
    at(page, ASKED)
    outcome = slide(step, run).outcome
    models = page.locator(f"[data-answer='{outcome}']")
    expect(models).to_contain_text(words.MODELS)
    expect(chosen).to_contain_text(words.YOURS)
    expect(page.locator(f"#{ids.VERDICT}")).to_contain_text(step.question.answers[3].lower())
    page.keyboard.press("a")
    expect(chosen).to_have_attribute("aria-pressed", "true")


def test_the_days_run_where_things_may_move(open_page):
    page = open_page(f"present?{STEP}={ASKED}", moves=True)
    at(page, ASKED, "asked")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.LECTURE}")).to_have_attribute("data-phase", "running")
    expect(page.locator(f"#{ids.PLOT} .trace.is-new")).to_have_count(1)
    at(page, ASKED)
    expect(page.locator(f"#{ids.PLOT} .trace.is-new")).to_have_count(0)


def test_each_plot_has_a_key_and_its_numbers(present):
    page = present
    page.keyboard.press("2")
    tab = page.locator("[data-view='tumour_cells'], [data-view='bone_mass_percent']").nth(1)
    expect(tab).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#{ids.TABLE} tbody tr")).to_have_count(7)
    page.keyboard.press("End")
    at(page, LAST)
    expect(page.locator(f"#{ids.TABLE} thead th")).to_have_count(5)


def test_the_picture_is_the_steps_own_waits_for_the_answer_and_goes_back(present):
    page = present
    scene = page.locator(f"#{kit_ids.SCENE}")
    expect(page.locator(f"#{ids.PICTURE} > #{kit_ids.SCENE}")).to_be_visible()
    expect(scene.locator(".vessel .drug-chip:visible")).to_have_count(0)
    page.keyboard.press("End")
    at(page, LAST)
    expect(scene).to_be_hidden()
    page.locator(f".lecture-step[data-step='{ASKED}']").click()
    at(page, ASKED, "asked")
    page.keyboard.press("4")
    expect(scene).to_have_attribute("data-day", "0")
    expect(scene.locator(".scrubber")).to_be_hidden()
    page.get_by_role("button", name=words.REVEAL).click()
    at(page, ASKED)
    page.keyboard.press("4")
    last = steps()[ASKED - 1].scenario.days
    expect(scene).to_have_attribute("data-day", str(last))
    cells = run(steps()[ASKED - 1].scenario)["tumour_cells"][-1]
    expect(scene.locator(".tag[data-part='tumour']")).to_contain_text(f"{cells / 1e6:.3g} million")
    scene.locator(".tag[data-part='notch']").click()
    page.keyboard.press("Escape")
    expect(scene.locator(":popover-open")).to_have_count(0)
    at(page, ASKED)
    page.keyboard.press("Escape")
    expect(page.locator(f".picture-card > #{kit_ids.SCENE}")).to_be_visible()
    lab.await_drawn(page, steps()[ASKED - 1].scenario)


def test_a_link_leads_to_its_step_from_any_page(open_page):
    for path in (f"present?{STEP}=4", f"?{STEP}=4"):
        page = open_page(path)
        at(page, 4)
        expect(page.locator(f"#{ids.CODE} img")).to_have_attribute("src", re.compile("^data:"))
        expect(page.locator(f"#{ids.CODE}")).to_contain_text(f"present?{STEP}=4")


def test_a_finger_shows_the_next_step_and_the_page_is_as_wide_as_its_window(open_page):
    page = open_page(f"present?{STEP}=1", telephone=True)
    at(page, 1)
    for place in range(1, LAST + 1):
        if steps()[place - 1].question:
            at(page, place, "asked")
            page.locator("[data-answer='0']").tap()
            page.get_by_role("button", name=words.REVEAL).tap()
        at(page, place)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        swipe(page, from_x=300, to_x=80)
    page.get_by_role("button", name=words.LEAVE).tap()
    expect(page.locator("body")).to_have_attribute("data-page", "explore")


def swipe(page: Page, *, from_x: int, to_x: int, y: int = 300) -> None:
    """A finger goes across the page."""
    client = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": from_x, "y": y}]),
        ("touchMove", [{"x": to_x, "y": y}]),
        ("touchEnd", []),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    client.detach()


def test_nothing_but_the_caveat_is_small_in_a_hall(present):
    page = present
    page.set_viewport_size({"width": 1920, "height": 1080})
    for place in range(1, LAST + 1):
        page.locator(f".lecture-step[data-step='{place}']").click()
        expect(page.locator(f"#{ids.LECTURE}")).to_have_attribute("data-step", str(place))
        assert page.evaluate(SMALL) == [], place
    caveat = page.locator(".caveat summary")
    expect(caveat).to_contain_text(kit_words.CAVEAT_LINE)
    assert caveat.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") == 17


def test_a_slide_is_taken_in_the_shape_of_a_projector(present):
    page = present
    page.keyboard.press("End")
    at(page, LAST)
    with page.expect_download() as waited:
        page.get_by_role("button", name=words.SAVE).click()
    assert waited.value.suggested_filename == f"osteoniche-{LAST}-limits.png"
    head = waited.value.path().read_bytes()[:24]
    assert head[1:4] == b"PNG"
    assert [int.from_bytes(head[at : at + 4]) for at in (16, 20)] == [1920, 1080]


def test_a_letter_that_is_typed_leads_nowhere(page):
    lab.await_drawn(page, preset(OPENING))
    page.get_by_role("button", name=explore_words.PIN, exact=True).click()
    page.locator(f"#{kit_ids.PIN_NAME}").fill("")
    page.locator(f"#{kit_ids.PIN_NAME}").press_sequentially("pp")
    expect(page.locator("body")).to_have_attribute("data-page", "explore")
