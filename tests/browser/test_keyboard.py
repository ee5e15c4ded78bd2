"""The page by keyboard alone: everything is reached, seen to be reached, named, and can be left."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect
from tests.browser import laboratory as lab
from tests.browser import seen
from tests.browser.conftest import DESKTOP, TELEPHONE
from tests.browser.test_accessible import unfold
from tests.runs import run

from osteoniche import parameters
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import words as explore_words

OPEN = preset(OPENING)
MOST_STOPS = 400
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])

STOPS = """
const TABBED = "a[href], button, input, select, summary, textarea, [tabindex]";
const isStop = each => each.tabIndex >= 0 && !each.disabled && each.getClientRects().length > 0
  && getComputedStyle(each).visibility === "visible" && !each.closest("[inert]")
  && each.checkVisibility() && !(each.type === "radio" && !each.checked);
const stops = () => Array.from(document.querySelectorAll(TABBED)).filter(isStop);
/* What may show that an element has the focus: itself, or what stands for a hidden input. */
const shows = each => [each, each.nextElementSibling, each.parentElement].filter(Boolean);
const look = each => shows(each).map(part => {
  const style = getComputedStyle(part);
  return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join();
});
"""

REMEMBER = f"""() => {{
  {STOPS}
  window.tested = new Map(stops().map(each => [each, look(each)]));
  return window.tested.size;
}}"""

FOCUSED = f"""() => {{
  {seen.COLOURS}
  {STOPS}
  const each = document.activeElement;
  if (each === document.body) return null;
  const before = window.tested.get(each), bearers = shows(each);
  const place = Array.from(window.tested.keys()).indexOf(each);
  const changed = before ? look(each).findIndex((now, i) =>
    now !== before[i] && faded(bearers[i]) > 0
      && bearers[i].getBoundingClientRect().width > 4) : -1;
  const part = changed < 0 ? null : bearers[changed];
  const style = part && getComputedStyle(part);
  const box = (part || each).getBoundingClientRect();
  const rail = each.closest(".rail");
  const outside = part ? parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth) : 0;
  const cut = [];
  for (let at = part && part.parentElement; at; at = at.parentElement) {{
    const clip = getComputedStyle(at);
    if (clip.overflowX === "visible" && clip.overflowY === "visible" || at === document.body
        || at === document.documentElement) continue;
    const frame = at.getBoundingClientRect();
    if (box.left - outside < frame.left - 1 || box.right + outside > frame.right + 1
        || box.top - outside < frame.top - 1 || box.bottom + outside > frame.bottom + 1)
      cut.push(at.className);
  }}
  /* On a telephone the settings lie over the results: not even a part may be behind them, except of
     what is larger than the room that they leave. */
  const docked = document.querySelector(".rail"), edge = docked.getBoundingClientRect().top;
  const isOver = getComputedStyle(docked).position === "fixed" && docked.checkVisibility()
    && !docked.contains(each);
  const behind = isOver && box.bottom + outside > edge + 1
    && (box.height + 2 * outside <= edge || box.top - outside > edge / 2);
  const named = each.closest("header, aside, main");
  return {{
    place, html: each.outerHTML.slice(0, 120), region: named ? named.tagName : "",
    outline: style ? style.outlineStyle : "none",
    width: style ? parseFloat(style.outlineWidth) : 0,
    contrast: style ? contrast(style.outlineColor, part.parentElement) : 0,
    shown: faded(part || each), cut, behind,
    top: box.top + window.scrollY + (rail ? rail.scrollTop : 0),
    bottom: box.bottom + window.scrollY + (rail ? rail.scrollTop : 0), left: box.left,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    radio: each.type === "radio",
  }};
}}"""


def walk(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Press a key until the focus has left the page; what it stopped at."""
    expected = page.evaluate(REMEMBER)
    assert expected > 15
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    found: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop is None:
            if found:
                break
            continue
        if found and stop["place"] == found[0]["place"]:
            break
        stop["heard"] = page.locator(":focus").aria_snapshot().splitlines()[0]
        found.append(stop)
    else:
        raise AssertionError(f"a trap: {found[-3:]}")
    left = set(range(expected)) - {stop["place"] for stop in found}
    missing = page.evaluate(
        "(left) => left.map(i => Array.from(window.tested.keys())[i].outerHTML.slice(0, 150))",
        sorted(left),
    )
    assert missing == [], "never reached"
    return found


def start(page: Page) -> None:
    """Put the keyboard before the first thing of the page."""
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.click(2, 2)


WALKS = (
    (DESKTOP, "light", "folded"),
    (DESKTOP, "light", "unfolded"),
    (DESKTOP, "dark", "unfolded"),
    (TELEPHONE, "light", "unfolded"),
    (TELEPHONE, "dark", "folded"),
    (TELEPHONE, "dark", "unfolded"),
)
"""Unfolded, all that can have the focus is there; folded, what is out of sight must be left out,
which colours do not change."""


@pytest.mark.parametrize(
    ("size", "theme", "state"),
    WALKS,
    ids=["-".join(["desk" if walk[0] == DESKTOP else "telephone", *walk[1:]]) for walk in WALKS],
)
def test_the_tabulator_reaches_everything_and_shows_where_it_is(used_page, size, theme, state):
    page = used_page(size, theme)
    if state == "unfolded":
        unfold(page)
    start(page)
    stops = walk(page)
    wrong = [f"{why}: {stop}" for stop in stops for why in unseen(stop)]
    assert not wrong, "\n" + "\n".join(wrong)
    assert_in_order(stops)


def unseen(stop: dict[str, Any]) -> list[str]:
    """What keeps a visitor from knowing where the focus is."""
    signs = {
        "no name": re.match(r"""- ['"]?[a-z]+ ["'].""", stop["heard"])
        or (
            stop["html"].startswith("<summary") and re.match(r"""- text: ["']?\w""", stop["heard"])
        ),
        "the focus is not seen": stop["outline"] == "solid" and stop["width"] >= 2,
        "the mark of the focus is faint": stop["contrast"] >= 3,
        "hidden": stop["shown"] > 0.9,
        "out of view": stop["inView"],
        "the mark of the focus is cut off": not stop["cut"],
        "behind the settings": not stop["behind"],
    }
    return [why for why, good in signs.items() if not good]


def assert_in_order(stops: list[dict[str, Any]]) -> None:
    """Within header, settings and results, the next is below or to the right of the last."""
    for one, other in pairwise(stops):
        if one["region"] != other["region"]:
            continue
        back = other["bottom"] <= one["top"] and other["left"] <= one["left"]
        assert not back, f"the order jumps back: {one} {other}"


def test_the_tabulator_goes_back_the_way_it_came(used_page):
    page = used_page()
    start(page)
    there = [stop["place"] for stop in walk(page)]
    page.keyboard.press("Escape")
    back = [stop["place"] for stop in walk(page, "Shift+Tab")]
    assert sorted(back) == sorted(there)
    turn = back.index(there[-1])
    assert (back[turn:] + back[:turn]) == there[::-1]


@pytest.mark.parametrize(
    ("label", "step", "large"),
    [(lab.CHEMOTHERAPY, 0.5, 3.0), (lab.ANTIBODY, 1, 6), (lab.INDUCTION, 0.1, 0.9)],
)
def test_a_slider_by_keys(page, label, step, large):
    thumb = lab.slider(page, label)
    low, high = (float(thumb.get_attribute(f"aria-value{end}") or "nan") for end in ("min", "max"))
    thumb.focus()
    began, place = lab.value(page, label), page.evaluate("location.search")
    for key, wanted in (
        ("End", high),
        ("ArrowLeft", high - step),
        ("Home", low),
        ("ArrowUp", low + step),
        ("ArrowDown", low),
        ("PageUp", low + large),
        ("ArrowRight", low + large + step),
        ("PageDown", low + step),
    ):
        page.keyboard.press(key)
        expect(thumb).to_have_attribute("aria-valuenow", f"{wanted:.9g}")
        expect(thumb).to_be_focused()
    assert lab.value(page, label) != began
    lab.until(page, "([place]) => location.search !== place", place)
    before = lab.curve(page, "own", lab.TUMOUR)[1]
    page.keyboard.press("End")
    lab.until(
        page,
        f"([graph, name, last]) => ({lab.CURVES})(graph).some("
        "each => each.name === name && each.yaxis === 'y2' && each.y[each.y.length - 1] !== last)",
        *(ids.TIMECOURSE, "Your run", before[-1]),
    )


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_STOPS):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"never reached: {target}")


def test_a_section_opens_and_closes(page):
    start(page)
    head = page.get_by_role("button", name=re.compile(f"^{words.SUBJECT}"))
    tab_to(page, head)
    for key, is_open in (("Enter", "true"), ("Enter", "false"), (" ", "true"), (" ", "false")):
        page.keyboard.press(key)
        expect(head).to_have_attribute("aria-expanded", is_open)
        expect(head).to_be_focused()


def test_a_list_is_chosen_from(page):
    lab.unfold(page, words.SUBJECT)
    field = page.get_by_label("Tumour", exact=True).locator("visible=true").first
    field.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    wanted = page.get_by_role("option", name=words.TUMOURS["jagged1-high"], exact=True)
    for _ in words.TUMOURS:  # from where the list has its mark by now: it is set after it opens
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][data-combobox-selected]")).to_have_count(1)
        if wanted.get_attribute("data-combobox-selected"):
            break
    expect(wanted).to_have_attribute("data-combobox-selected", "true")
    page.keyboard.press("Enter")
    lab.await_drawn(page, OPEN.changed(tumour="jagged1-high"))
    expect(field).to_be_focused()


def test_a_run_is_kept_and_let_go(page):
    start(page)
    opener = page.get_by_role("button", name=explore_words.PIN, exact=True)
    tab_to(page, opener)
    page.keyboard.press("Enter")
    name = page.get_by_label(explore_words.PIN_LABEL)
    expect(name).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        inside = "each => document.querySelector('[role=dialog]').contains(document.activeElement)"
        assert page.locator("body").evaluate(inside), "the focus left the open form"
    page.keyboard.press("Escape")
    expect(name).not_to_be_visible()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    expect(page.locator(".row-pin")).to_have_count(1)
    lab.tab(page, "runs")
    expect(page.get_by_role("button", name="By hand", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(name).not_to_be_visible()
    expect(opener).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Unpin By hand"))
    page.keyboard.press("Enter")
    expect(page.locator(".row-pin")).to_have_count(0)
    expect(page.locator(f"#{ids.HEADLINES}")).to_be_focused()


def test_a_difference_is_gone_to_and_taken_back(page):
    lab.visit(page, "15D11=10")
    lab.await_drawn(page, preset("combination"))
    start(page)
    tab_to(page, page.locator(".chip button").first)
    page.keyboard.press("Enter")
    expect(lab.typed(page, lab.ANTIBODY)).to_be_focused()
    tab_to(page, page.locator(".chip .remove").first)
    page.keyboard.press("Enter")
    lab.await_drawn(page, OPEN)
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(f"#{ids.DIFFERS}")).to_be_focused()


def test_a_file_is_taken_and_opened(page):
    choosers: list[FileChooser] = []

    def chosen(chooser: FileChooser) -> None:
        choosers.append(chooser)

    page.on("filechooser", chosen)  # from the start: a listener of the last moment is late
    start(page)
    opener = page.get_by_role("button", name=words.SAVE)
    tab_to(page, opener)
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=explore_words.LINK)
    expect(item).to_be_focused()
    page.keyboard.press("Escape")
    expect(item).not_to_be_visible()
    expect(opener).to_be_focused()
    for kind in ("csv", "json"):
        expect(item).not_to_be_visible()
        page.keyboard.press("Enter")
        arrow_to(page, words.TAKE[kind])
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename.endswith(kind)
        expect(opener).to_be_focused()
    expect(item).not_to_be_visible()
    page.keyboard.press("Enter")
    arrow_to(page, explore_words.OPEN_FILE)
    page.keyboard.press("Enter")
    lab.in_the_end(page, lambda: is_one(choosers))
    given = f'{{"set": "{parameters.DEFAULT}", "treatments": []}}'.encode()
    choosers[0].set_files({"name": "x.json", "mimeType": "application/json", "buffer": given})
    lab.await_drawn(page, preset("untreated"))
    page.remove_listener("filechooser", chosen)


def is_one(found: list[FileChooser]) -> None:
    assert len(found) == 1


def arrow_to(page: Page, item: str) -> None:
    """Press the arrow key until an item of the menu has the focus, once its first item has it."""
    wanted = page.get_by_role("menuitem", name=item)
    expect(page.get_by_role("menuitem").first).to_be_focused()
    for _ in range(10):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        before = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("ArrowDown")
        lab.until(page, "([before]) => document.activeElement.textContent !== before", before)
    raise AssertionError(f"never reached: {item}")


def test_the_link_is_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start(page)
    tab_to(page, page.get_by_role("button", name=words.SAVE))
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.COPY}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.get_by_text(explore_words.LINK)).to_be_visible()


def scheme(page: Page, wanted: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", wanted)


def test_the_theme_is_chosen_remembered_and_given_back_to_the_system(open_page):
    page = open_page(theme="light")
    group = page.get_by_role("group", name=words.THEME, exact=True)
    light, dark, system = (group.get_by_role("radio", name=text) for text in words.THEMES.values())
    expect(system).to_be_checked()
    page.emulate_media(color_scheme="dark")
    scheme(page, "dark")
    start(page)
    tab_to(page, system)
    page.keyboard.press("ArrowRight")
    expect(light).to_be_checked()
    scheme(page, "light")
    page.keyboard.press("ArrowRight")
    expect(dark).to_be_checked()
    page.emulate_media(color_scheme="light")
    scheme(page, "dark")
    page.reload()
    page.wait_for_selector("body[data-answered]")
    scheme(page, "dark")
    expect(dark).to_be_checked()
    assert page.context.cookies() == []
    tab_to(page, dark)
    page.keyboard.press("ArrowRight")
    expect(system).to_be_checked()
    scheme(page, "light")
    page.emulate_media(color_scheme="dark")
    scheme(page, "dark")
    assert run(OPEN).ok


def test_nothing_moves_where_that_is_not_wanted(page):
    """What takes 0.01 ms is over before the next picture: no motion, but it has an end.

    A fold waits for that end to know that it is open.
    """
    judged, moving = page.evaluate(
        """() => {
          const INSTANT = 0.00001; /* seconds */
          const all = Array.from(document.querySelectorAll("*"));
          const moves = each => ["", "::before", "::after"].some(part => {
            const style = getComputedStyle(each, part || null);
            return style.transitionProperty !== "none"
              && `${style.transitionDuration},${style.transitionDelay}`.split(",")
                .some(time => parseFloat(time) > INSTANT)
              || style.animationName !== "none";
          });
          return [all.length, all.filter(moves).map(each => each.outerHTML.slice(0, 100))];
        }"""
    )
    assert judged > 500
    assert moving == []


def test_a_fold_opens_and_closes_at_once_where_nothing_may_move(page):
    head = page.get_by_role("button", name=re.compile("^Bone drug (?!dose)"))
    content = page.get_by_role("region", name=re.compile("^Bone drug"))
    for is_open in (True, False, True):
        longest = head.evaluate(
            """async head => {
              head.click();
              await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
              const all = document.getAnimations();
              return Math.max(0, ...all.map(each => each.effect.getComputedTiming().endTime));
            }"""
        )
        assert longest <= 0.01
        expect(content).to_be_visible(visible=is_open)
        if is_open:  # at its end it grows with what it holds
            expect(content).not_to_have_attribute("style", re.compile("height"))


@THEMES
def test_forced_colours_leave_the_curves_and_the_focus(used_page, theme):
    page = used_page(theme=theme)
    page.emulate_media(forced_colors="active", color_scheme=theme)
    swatches = page.locator(".arm .swatch, .panels .swatch").evaluate_all(
        "all => new Set(all.map(each => getComputedStyle(each).backgroundColor)).size"
    )
    assert swatches >= 5
    thumb = lab.slider(page, lab.ANTIBODY)
    thumb.focus()
    page.keyboard.press("ArrowRight")
    assert thumb.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    _, faint = seen.faint_texts(page)
    assert faint == []
    _, faint = seen.faint_parts(page)
    assert faint == []
    page.emulate_media(forced_colors="none", color_scheme=theme)
