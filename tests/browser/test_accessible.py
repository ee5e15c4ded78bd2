"""Every page by the rules of axe-core, in every state that it can be in, both widths and themes."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect
from tests.browser import laboratory as lab
from tests.browser import seen
from tests.browser.conftest import DESKTOP, TELEPHONE

from osteoniche.evidence.series import SERIES
from osteoniche.figures.details import DETAILS
from osteoniche.scenario.presets import preset
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.equations.words import PATH as EQUATIONS
from osteoniche.web.pages.evidence.words import PATH as EVIDENCE
from osteoniche.web.pages.explore import words as explore_words
from osteoniche.web.pages.explore.headlines import EXPLANATION, OBSERVATIONS, VALUES
from osteoniche.web.pages.explore.pins import Pin, to_address
from osteoniche.web.pages.present import ids as present_ids
from osteoniche.web.pages.present.words import PATH as PRESENT
from osteoniche.web.shell import PAGES

SIZES = pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desk", "telephone"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])

FOLDED = ".mantine-Accordion-control[aria-expanded=false]:visible"
UNFOLD = """async () => {
  const seen = each => each.getClientRects().length > 0;
  const heads = Array.from(document.querySelectorAll(".mantine-Accordion-control")).filter(seen);
  for (const head of heads) {
    if (head.getAttribute("aria-expanded") === "true") continue;
    head.click();
    await new Promise(requestAnimationFrame);
  }
}"""
"""Clicks on the head of each folded section, one picture after the other."""
GROWN = """() => Array.from(document.querySelectorAll(".mantine-Accordion-panel"))
  .filter(each => each.parentElement.getClientRects().length > 0)
  .every(each => each.getClientRects().length > 0 && !each.style.height)"""
"""Whether each section is as high as what it holds."""


def unfold(page: Page) -> None:
    """Open everything that is folded, and wait until all that it shows is the last answer's.

    The address names what is open once nothing more is asked for.
    """
    page.evaluate(UNFOLD)
    expect(page.locator(FOLDED)).to_have_count(0)
    lab.until(page, GROWN)
    if not page.locator(f"#{ids.PANELS}").is_visible():
        return
    drawn = [detail.name for detail in DETAILS]
    lab.address_has(page, f"view.open={','.join([*drawn, EXPLANATION, OBSERVATIONS, VALUES])}")
    for name in drawn:
        lab.await_traces(page, ids.panel(name))
    expect(page.locator(f"#{ids.TABLE} table").first).to_be_visible()


def with_everything_unfolded(page: Page) -> None:
    unfold(page)


def with_a_refused_value(page: Page) -> None:
    lab.enter(page, lab.typed(page, lab.ANTIBODY), "31")
    expect(page.get_by_text("Allowed: 0 to 30 mg/kg")).to_be_visible()
    section = lab.unfold(page, words.SUBJECT)
    lab.enter(page, section.get_by_role("textbox", name="Horizon"), "3")
    expect(page.locator(f"#{ids.NOTICE}")).to_contain_text(words.REFUSED)


def with_pins_and_observations(page: Page) -> None:
    kept = [Pin(f"Mine {i}", preset("combination").changed(induction=i + 2.0)) for i in range(6)]
    beside = ",".join(item.name for item in SERIES[:2])
    place = f"15D11=9&cisplatin=5&p.kkP=0.3&view.open=observations,values&view.data={beside}"
    lab.visit(page, f"{place}&view.pins={quote(to_address(kept))}")
    lab.tab(page, "runs")
    expect(page.locator(".row-pin")).to_have_count(6)
    expect(page.locator(".chip")).to_have_count(3)
    expect(page.locator(f"#{ids.DATA_NOTES} li").first).to_be_visible()
    expect(page.locator(f"#{ids.FORGET_EXTRA}")).to_be_visible()


def with_a_patient_shown_against(page: Page) -> None:
    lab.visit(page, "species=human&15D11=10&zoledronate=4&view.minus=untreated&view.axis=linear")
    lab.address_has(page, "view.minus=untreated")
    lab.more(page)
    unfold(page)


def with_runs_side_by_side(page: Page) -> None:
    lab.visit(page, "15D11=10&view.side=yes")
    lab.address_has(page, "view.side=yes")


def with_the_form_of_a_pin(page: Page) -> None:
    page.get_by_role("button", name=explore_words.PIN, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=explore_words.PIN).click()
    expect(page.get_by_text(explore_words.PIN_NO_NAME)).to_be_visible()


def with_why(page: Page) -> None:
    lab.visit(page, "15D11=10&zoledronate=100")
    lab.tab(page, explore_words.WHY)
    expect(page.locator(f"#{ids.WHY} table")).to_have_count(2)


def with_an_open_menu(page: Page) -> None:
    page.get_by_role("button", name=words.SAVE).click()
    expect(page.get_by_role("menuitem").first).to_be_visible()


def with_an_open_list(page: Page) -> None:
    lab.unfold(page, words.SUBJECT)
    page.get_by_role("combobox", name=words.HOST).or_(
        page.get_by_role("textbox", name=words.HOST, exact=True)
    ).first.click()
    expect(page.get_by_role("option").first).to_be_visible()


def while_computing(page: Page) -> None:
    page.evaluate("document.body.classList.add('is-working')")
    expect(page.get_by_text(words.WORKING)).to_be_visible()


def with_the_evidence(page: Page) -> None:
    """All that is computed at the first sight is there, and all that is folded is open."""
    expect(page.locator(".study .js-plotly-plot").last).to_be_attached(timeout=60_000)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    unfold(page)


def with_the_equations(page: Page) -> None:
    """All that is written at the first sight is there."""
    expect(page.locator(".equation math").last).to_be_attached(timeout=60_000)


def with_the_lecture(page: Page) -> None:
    """All steps are computed, and the first is seen."""
    lecture = page.locator(f"#{present_ids.LECTURE}")
    expect(lecture).not_to_have_attribute("data-phase", "waiting", timeout=60_000)
    page.keyboard.press("Home")  # it comes back to the step of the test before
    expect(lecture).to_have_attribute("data-step", "1")
    lab.await_traces(page, present_ids.PLOT)


def with_a_question(page: Page) -> None:
    """The first question, with an answer that is chosen and not yet revealed."""
    with_the_lecture(page)
    page.locator(".lecture-step[data-step='3']").click()
    expect(page.locator(f"#{present_ids.ANSWERS}")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-answer='0']")).to_have_attribute("aria-pressed", "true")


def with_nothing_more(page: Page) -> None:
    """As it opens."""


State = Callable[[Page], None]
EVERYWHERE: tuple[State, ...] = (with_nothing_more, with_everything_unfolded)
"""States that every page has."""
STATES: dict[str, tuple[State, ...]] = {
    "": (
        *EVERYWHERE,
        with_a_refused_value,
        with_pins_and_observations,
        with_a_patient_shown_against,
        with_runs_side_by_side,
        with_the_form_of_a_pin,
        with_why,
        with_an_open_menu,
        with_an_open_list,
        while_computing,
    ),
    EVIDENCE: (with_the_evidence,),
    EQUATIONS: (with_the_equations,),
    PRESENT: (with_the_lecture, with_a_question),
}
CASES = [(page.path, state) for page in PAGES for state in STATES.get(page.path, EVERYWHERE)]
STATE_OF_PAGE = pytest.mark.parametrize(
    ("path", "state"), CASES, ids=[f"{path or 'explore'}-{s.__name__}" for path, s in CASES]
)


@THEMES
@SIZES
@STATE_OF_PAGE
def test_everybody_can_use(used_page, path, state, size, theme):
    page = used_page(size, theme, path)
    state(page)
    assert_accessible(page, theme)
    assert_nothing_faint(page)
    assert_no_sideways(page)
    leave(page)


@THEMES
@SIZES
def test_everybody_learns_that_the_server_is_gone(browser, server, size, theme):
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(server, wait_until="commit")
    page.wait_for_selector("body[data-answered]", timeout=lab.PATIENCE)
    page.route("**/_dash-update-component**", lambda route: route.abort("connectionrefused"))
    page.route("**/healthz", lambda route: route.abort("connectionrefused"))
    lab.slider(page, lab.ANTIBODY).press("ArrowRight")
    expect(page.locator(f"#{ids.BANNER}")).to_contain_text("does not answer")
    assert_accessible(page, theme)
    assert_nothing_faint(page)
    assert_no_sideways(page)
    context.close()


def leave(page: Page) -> None:
    """Close what is open, so that the next test finds the page as it was."""
    page.keyboard.press("Escape")
    page.evaluate("document.body.classList.remove('is-working')")


AXE = """async (rules) => {
  const found = await axe.run({ resultTypes: ["violations"], ...rules });
  return [found.passes.map(each => each.id), found.violations];
}"""
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
"""The rules that a theme can break; all others see the same page in the other one."""


def assert_accessible(page: Page, theme: str) -> None:
    """No rule of axe-core is broken; best practices are rules too."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    passed, broken = page.evaluate(AXE, {} if theme == "light" else COLOURS)
    assert "color-contrast" in passed
    assert theme == "dark" or len(passed) > 20, "axe looked at next to nothing"
    assert not broken, "\n" + "\n".join(map(described, broken))


def described(broken: dict[str, Any]) -> str:
    """A broken rule with each place that breaks it."""
    lines = [f"{broken['id']} ({broken['impact']}): {broken['help']}"]
    for node in broken["nodes"]:
        reasons = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
        lines += [f"  {' '.join(map(str, node['target']))}", f"    {node['html'][:160]}"]
        lines += [f"    {reason}" for reason in reasons]
    return "\n".join(lines)


def assert_nothing_faint(page: Page) -> None:
    """What axe leaves undecided: text in plots, placeholders, and the edges of controls."""
    judged, faint = seen.faint_texts(page)
    assert judged > 50
    assert faint == []
    kinds, faint = seen.faint_parts(page)
    with_dials = page.locator(".rail").is_visible()
    assert len(kinds) >= (6 if with_dials else 2), kinds
    assert faint == []


def assert_no_sideways(page: Page) -> None:
    widths = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
