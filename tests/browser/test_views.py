"""Where things stand: a desk and a telephone, light and dark."""

import re
from html import unescape
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser.conftest import DESKTOP, TELEPHONE

from osteoniche import parameters
from osteoniche.figures import stacked, timecourse
from osteoniche.figures.details import DETAILS
from osteoniche.figures.look import INK, LINES
from osteoniche.scenario.presets import ARMS, OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import pictures
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.rail import caption

THEMES = ("light", "dark")
BOTH = pytest.mark.parametrize("theme", THEMES)


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


def inside(part: dict[str, float], width: float, height: float) -> bool:
    return (
        part["x"] >= 0
        and part["y"] >= 0
        and part["x"] + part["width"] <= width
        and part["y"] + part["height"] <= height
    )


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] + one["width"] <= other["x"] + 1
        or other["x"] + other["width"] <= one["x"] + 1
        or one["y"] + one["height"] <= other["y"] + 1
        or other["y"] + other["height"] <= one["y"] + 1
    )


def bottom(part: dict[str, float]) -> float:
    return part["y"] + part["height"]


@BOTH
@pytest.mark.parametrize("name", ["chemotherapy", "combination"])
def test_one_screen_tells_the_story_without_scrolling(used_page, theme, name):
    page = used_page(theme=theme)
    if name == "combination":
        lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset(name))
    width, height = DESKTOP
    for label in (lab.CHEMOTHERAPY, lab.ANTIBODY, lab.INDUCTION):
        thumb = lab.slider(page, label).bounding_box()
        assert thumb is not None
        assert inside(dict(thumb), width, height), label
    for selector in (".title", f"#{ids.SENTENCE}", f"#{ids.CARDS}", f"#{ids.TIMECOURSE}"):
        assert inside(box(page, selector), width, height), selector
    for subplot in ("xy", "xy2", "xy3", "xy4"):
        drawn = box(page, f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='{subplot}']")
        assert inside(drawn, width, height), subplot
    for subplot in ("xy", "xy2", "xy3"):
        drawn = box(page, f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='{subplot}']")
        assert drawn["height"] >= (200 if subplot == "xy2" else 95)
        assert drawn["width"] > 300
    assert page.evaluate("window.scrollY") == 0


@BOTH
def test_nothing_overlaps_with_every_panel_open(used_page, theme):
    page = used_page(theme=theme)
    names = ",".join([detail.name for detail in DETAILS] + ["values"])
    place = f"15D11=10&zoledronate=100&cisplatin=5&rankl-inhibitor=3&view.open={names}"
    lab.visit(page, place)
    lab.await_drawn(page, lab.at(place))
    for detail in DETAILS:
        lab.await_traces(page, ids.panel(detail.name))
    parts = page.evaluate(
        """() => Array.from(
          document.querySelectorAll(".results > *, .panels > *, .panels .panel, .panels .legend")
        ).filter(part => part.offsetHeight).map(part => {
          const box = part.getBoundingClientRect();
          return {
            name: part.className, path: Array.from(document.querySelectorAll("*")).indexOf(part),
            end: Array.from(document.querySelectorAll("*")).indexOf(part)
              + part.querySelectorAll("*").length,
            x: box.x, y: box.y, width: box.width, height: box.height,
          };
        })"""
    )
    assert len(parts) >= 4 + 2 * len(DETAILS)
    for one, other in combinations(parts, 2):
        if one["path"] <= other["path"] <= one["end"]:
            continue  # one holds the other
        assert apart(one, other), (one["name"], other["name"])
    for detail in DETAILS:
        graph = box(page, f"#{ids.panel(detail.name)} .js-plotly-plot")
        assert graph["height"] > 250
        assert_texts_apart(page, ids.panel(detail.name))


def assert_texts_apart(page: Page, graph: str) -> None:
    """Axis titles and headings of a plot do not lie over each other, nor over the page's edge."""
    texts = page.locator(f"#{graph} .js-plotly-plot").evaluate(
        """plot => Array.from(plot.querySelectorAll(".ytitle, .xtitle, .annotation-text"))
          .filter(text => text.textContent).map(text => {
            const box = text.getBoundingClientRect();
            return { name: text.textContent, x: box.x, y: box.y, width: box.width,
                     height: box.height };
          })"""
    )
    assert texts
    for one, other in combinations(texts, 2):
        assert apart(one, other), (graph, one["name"], other["name"])


@BOTH
def test_a_telephone_shows_plots_and_sliders_and_never_scrolls_sideways(used_page, theme):
    page = used_page(TELEPHONE, theme)
    lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset("combination"))
    width, height = TELEPHONE
    assert_no_sideways(page)
    rail = box(page, ".rail")
    plot = box(page, f"#{ids.TIMECOURSE}")
    assert plot["y"] < rail["y"]
    assert bottom(plot) <= rail["y"] + 1
    for subplot in ("xy", "xy2", "xy3"):
        drawn = box(page, f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='{subplot}']")
        assert inside(drawn, width, height), subplot
        assert drawn["height"] > (100 if subplot == "xy2" else 45)
    assert_sliders_in_view(page)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    lab.until(page, "() => window.scrollY > 0")
    assert_sliders_in_view(page)
    last = box(page, ".panels > :last-child")
    assert bottom(last) <= box(page, ".rail")["y"], "the last panel hides under the sliders"


def assert_no_sideways(page: Page) -> None:
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1] == TELEPHONE[0]


def assert_sliders_in_view(page: Page) -> None:
    for label in (lab.CHEMOTHERAPY, lab.ANTIBODY, lab.INDUCTION):
        thumb = lab.slider(page, label).bounding_box()
        assert thumb is not None
        assert inside(dict(thumb), *TELEPHONE), label


def test_a_telephone_with_everything_open_never_scrolls_sideways(used_page):
    page = used_page(TELEPHONE)
    names = ",".join([detail.name for detail in DETAILS] + ["values"])
    place = f"species=human&15D11=10&zoledronate=4&view.open={names}&p.kkP=0.3"
    lab.visit(page, place)
    lab.await_drawn(page, lab.at(place))
    for detail in DETAILS:
        lab.await_traces(page, ids.panel(detail.name))
        graph = box(page, f"#{ids.panel(detail.name)} .js-plotly-plot")
        assert graph["height"] > 200
        assert graph["width"] <= TELEPHONE[0]
        assert_texts_apart(page, ids.panel(detail.name))
    assert_no_sideways(page)


def test_a_slider_of_a_telephone_is_dragged(used_page):
    page = used_page(TELEPHONE)
    lab.drag(page, lab.ANTIBODY, 10)
    lab.await_drawn(page, preset("combination"))


@BOTH
def test_a_theme_has_its_ink_and_the_arms_their_colours(used_page, theme):
    page = used_page(theme=theme)
    assert_ink(page, theme)
    for arm in ARMS:
        trace = next(t for t in lab.curves(page) if t["name"] == LINES[arm].label)
        assert (trace["colour"], trace["dash"]) == (LINES[arm].colour, LINES[arm].dash)
    card = page.evaluate("getComputedStyle(document.querySelector('.plots')).backgroundColor")
    assert card == rgb(INK[theme].paper)


@BOTH
def test_the_theme_can_be_switched_and_the_curve_follows(used_page, theme):
    page = used_page(theme=theme)
    other = next(each for each in THEMES if each != theme)
    inked = """([graph, ink]) => document.querySelector(`#${graph} .js-plotly-plot`)
      ._fullLayout.font.color === ink"""
    for wanted in (other, theme):
        lab.pick(page, words.THEME, words.THEMES[wanted])
        lab.until(page, inked, ids.TIMECOURSE, INK[wanted].text)
        assert_ink(page, wanted)
    assert lab.value(page, lab.CHEMOTHERAPY) == 10
    lab.pick(page, words.THEME, words.THEMES["auto"])


def assert_ink(page: Page, theme: str) -> None:
    ink = f"document.querySelector('#{ids.TIMECOURSE} .js-plotly-plot')._fullLayout.font.color"
    assert page.evaluate(ink) == INK[theme].text
    own = next(t for t in lab.curves(page) if t["name"] == LINES["own"].label)
    assert own["colour"] == LINES["chemotherapy"].colour, "it is that arm"


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def test_no_plot_has_a_tool_bar(page):
    names = ",".join(detail.name for detail in DETAILS)
    lab.visit(page, f"view.open={names}")
    for detail in DETAILS:
        lab.await_traces(page, ids.panel(detail.name))
    expect(page.locator(".modebar-btn")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desk", "telephone"])
def test_everything_that_can_be_pressed_has_a_name(used_page, size):
    heard = used_page(size).locator("body").aria_snapshot()
    roles = r"\s*- '?(button|slider|textbox|combobox|radio|checkbox|link|menuitem)\b"
    pressed = [line for line in heard.splitlines() if re.match(roles, line)]
    assert len(pressed) > 20
    for line in pressed:
        assert re.match(roles + r' "[^"]', line), f"no name: {line}"


LONG = ";".join(f"A very long name of a kept run, number {i}~15D11={4 * i}" for i in range(1, 7))
CROWDED = {
    "healthy": "tumour=none&paclitaxel=none",
    "a patient on both": "species=human&15D11=10",
    "six pins": f"view.pins={LONG}",
    "six pins of a patient, against": f"species=human&view.pins={LONG}&view.minus=untreated",
    "six pins side by side": f"view.pins={LONG}&view.side=yes",
}


def await_answer(page: Page, query: str) -> None:
    """Visit an address and wait for its answer (its place in the address bar comes before that)."""
    before = page.evaluate("Number(document.body.dataset.answered)")
    lab.visit(page, query)
    answered = "([before]) => Number(document.body.dataset.answered) > before"
    lab.until(page, answered, before)


@pytest.mark.parametrize("name", CROWDED)
def test_the_days_stay_on_the_screen_whatever_stands_above(used_page, name):
    page = used_page()
    await_answer(page, CROWDED[name])

    def check() -> None:  # a plot that changes its height is drawn anew
        plot = box(page, f"#{ids.TIMECOURSE}")
        assert inside(plot, *DESKTOP)
        assert plot["height"] >= 350
        days = page.locator(f"#{ids.TIMECOURSE}").get_by_text("Time (days)").first.bounding_box()
        assert days is not None
        assert inside(dict(days), *DESKTOP)
        assert_texts_apart(page, ids.TIMECOURSE)

    lab.in_the_end(page, check)


@pytest.mark.parametrize("query", ["", "15D11=10&view.pins=Kept~15D11=10@7/3.5.ip"])
def test_small_plots_have_a_title_no_longer_than_they_are_and_labels_enough(used_page, query):
    page = used_page()
    await_answer(page, f"{query}&view.side=yes")

    def check() -> None:
        for plot, title in (("xy", "g-ytitle"), ("xy2", "g-y2title"), ("xy3", "g-y3title")):
            drawn = box(page, f"#{ids.TIMECOURSE} .nsewdrag[data-subplot='{plot}']")
            assert box(page, f"#{ids.TIMECOURSE} .{title} text")["height"] <= drawn["height"]
        labels = page.locator(f"#{ids.TIMECOURSE} .xy2 ~ * .y2tick, #{ids.TIMECOURSE} .y2tick")
        assert labels.count() >= 3

    lab.in_the_end(page, check)


def test_on_a_telephone_titles_against_a_run_stand_apart_and_its_name_is_whole(used_page):
    page = used_page(TELEPHONE)
    await_answer(page, "15D11=10&view.minus=chemotherapy")
    assert_texts_apart(page, ids.TIMECOURSE)
    cut = page.locator(f"#{ids.MINUS}").evaluate("box => box.scrollWidth > box.clientWidth")
    assert not cut
    assert_no_sideways(page)


def test_side_by_side_is_switched_on_by_hand_and_stands_in_the_address(used_page):
    page = used_page()
    lab.more(page)
    page.get_by_role("switch", name="Side by side").click()
    lab.address_has(page, "view.side=yes")
    names = {t["name"] for t in lab.curves(page) if t["dash"]}
    runs = {name for name in names if not name.startswith(timecourse.DOSES_OF)}
    assert runs == {line.label for line in LINES.values()}
    page.get_by_role("switch", name="Side by side").click()
    lab.address_is_plain(page)


def picture(page: Page, *chosen: str, arms: bool = True) -> str:
    """The picture that is saved with these choices of the dialog, as SVG."""
    page.get_by_role("button", name=words.SAVE, exact=True).click()
    page.get_by_role("menuitem", name=words.TAKE["picture"]).click()
    dialog = page.get_by_role("dialog", name=explore_words.PICTURE_TITLE)
    for choice in ("SVG", *chosen):
        dialog.get_by_text(choice, exact=True).click()
    if not arms:
        dialog.get_by_role("switch", name=explore_words.PICTURE_ARMS).press("Space")
    with page.expect_download() as taken:
        dialog.get_by_role("button", name=explore_words.PICTURE_SAVE).click()
    expect(dialog).to_be_hidden()
    return taken.value.path().read_text(encoding="utf-8")


def written(svg: str) -> str:
    """The words of a picture, whatever lines they stand in."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", svg)).split())


def test_a_picture_has_the_size_and_the_plots_that_are_chosen(page):
    lab.await_drawn(page, preset(OPENING))
    whole = picture(page, explore_words.PICTURE_SIZES["full"])
    width = pictures.SIZES["full"].width * pictures.SIZES["full"].scale
    assert float(re.findall(r'<svg[^>]* width="([\d.]+)"', whole)[0]) == pytest.approx(width, abs=2)
    assert all(plot.axis in written(whole) for plot in stacked.PLOTS)
    assert LINES["untreated"].label in written(whole)
    bone = picture(page, stacked.BONE.name, arms=False)
    assert stacked.BONE.axis in written(bone)
    assert stacked.TUMOUR.axis not in written(bone)
    assert LINES["untreated"].label not in written(bone)


def test_a_picture_names_its_settings_as_the_dials_stand_now(page):
    lab.visit(page, f"15D11=4&view.pins=High%20one~{lab.SET}%2615D11=10@7/3.5.ip")
    lab.await_drawn(page, lab.at("15D11=4"))
    lab.drag(page, lab.ANTIBODY, 7)
    asked = lab.at("15D11=7")
    lab.await_drawn(page, asked)
    text = written(picture(page))
    assert f"Your run: {caption.settings(asked)}" in text
    assert f"High one: {caption.settings(preset('combination'))}" in text
    assert words.SET.format(set=parameters.DEFAULT) in text
    assert words.VERSION in text


def test_a_picture_taken_in_the_dark_is_on_white(used_page):
    page = used_page(theme="dark")
    text = picture(page)
    assert "rgb(255, 255, 255)" in text
    assert rgb(INK["light"].text) in text
    for ink in (INK["dark"].text, INK["dark"].paper, INK["dark"].grid):
        assert rgb(ink) not in text
        assert ink not in text
