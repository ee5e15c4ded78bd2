"""The page as a visitor handles it: sliders, typed values, plots and tables."""

import re
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect
from tests.runs import run

from osteoniche import __version__, parameters
from osteoniche.engine.result import Result
from osteoniche.figures.look import LINES
from osteoniche.narrative import answer
from osteoniche.scenario import Scenario, address, scales
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words

PATIENCE = 60_000
SET = f"set={parameters.DEFAULT}"
"""An address without a set is from before there were several, and so of an older one."""
PLAIN = f"?{address.encode(preset(OPENING))}&{address.MADE}={__version__}"
"""The query of the page as it opens, once it is drawn."""
expect.set_options(timeout=PATIENCE)

CHEMOTHERAPY, ANTIBODY, INDUCTION, BONE = (
    words.DIALS[name][0]
    for name in ("chemotherapy.dose", "antibody.dose", "induction", "bone.dose")
)

CURVES = """graph => {
  const plot = document.querySelector(`#${graph} .js-plotly-plot`);
  if (!plot || !plot._fullData) return null;
  return plot._fullData.map(trace => ({
    name: trace.name,
    yaxis: trace.yaxis || "y",
    colour: trace.line ? trace.line.color : null,
    dash: trace.line ? trace.line.dash : null,
    x: Array.from(trace.x || []),
    y: Array.from(trace.y || [], value => Number.isFinite(value) ? value : null),
  }));
}"""

AXES = """graph => {
  const plot = document.querySelector(`#${graph} .js-plotly-plot`);
  const layout = plot && plot._fullLayout;
  if (!layout) return null;
  const axes = {};
  for (const name of Object.keys(layout)) {
    if (/^[xy]axis[0-9]*$/.test(name)) {
      axes[name] = {
        type: layout[name].type, range: layout[name].range.slice(),
        title: (layout[name].title || {}).text,
      };
    }
  }
  return axes;
}"""


def until(page: Page, script: str, *arguments: Any) -> None:
    """Wait until a function of the browser says true (the page's policy forbids the usual way)."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(script, list(arguments)):
        assert time.monotonic() < deadline, f"never true: {script} {arguments}"
        page.wait_for_timeout(30)


def in_the_end(page: Page, check: Callable[[], None]) -> None:
    """Check again and again until all that is asserted holds: the page may still be drawing."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        page.wait_for_timeout(30)


def slider(page: Page, label: str) -> Locator:
    """A slider's thumb, by its name."""
    return page.get_by_role("slider", name=label, exact=True)


def value(page: Page, label: str) -> float:
    """The value that a slider stands for."""
    return float((slider(page, label).get_attribute("aria-valuetext") or "nan").split()[0])


def stands(label: str, target: float) -> float:
    """Where a slider stands for a value: at its place on a scale, or at the value itself."""
    return scales.position(scales.rungs(30.0), target) if label == ANTIBODY else target


def typed(page: Page, label: str) -> Locator:
    """The typed value of a dial."""
    return page.get_by_role("textbox", name=label, exact=True)


def enter(page: Page, field: Locator, text: str) -> None:
    """Type a value and confirm it."""
    field.fill(text)
    field.press("Enter")
    field.press("Tab")


def track(page: Page, label: str) -> tuple[float, float, float]:
    """Left end, right end and height of a slider's track, where the thumb moves."""
    thumb = slider(page, label)
    box = thumb.evaluate(
        """thumb => {
          const bar = thumb.parentElement;
          const box = bar.getBoundingClientRect();
          return [box.left, box.right, box.top + box.height / 2];
        }"""
    )
    return box[0], box[1], box[2]


def place(page: Page, label: str, target: float) -> tuple[float, float]:
    """Where on the screen a slider's value is."""
    thumb = slider(page, label)
    low = float(thumb.get_attribute("aria-valuemin") or "nan")
    high = float(thumb.get_attribute("aria-valuemax") or "nan")
    left, right, height = track(page, label)
    return left + (stands(label, target) - low) / (high - low) * (right - left), height


def drag(page: Page, label: str, *targets: float, steps: int = 12) -> None:
    """Take a slider with the mouse, visit values, and let go at the last."""
    page.mouse.move(*place(page, label, value(page, label)))
    page.mouse.down()
    for target in targets:
        page.mouse.move(*place(page, label, target), steps=steps)
    page.mouse.up()


def curves(page: Page, graph: str = ids.TIMECOURSE) -> list[dict[str, Any]]:
    """The traces of a plot as the browser draws them."""
    found: list[dict[str, Any]] = page.evaluate(CURVES, graph)
    return found


def axes(page: Page, graph: str = ids.TIMECOURSE) -> dict[str, Any]:
    """Type, range and title of each axis of a plot."""
    found: dict[str, Any] = page.evaluate(AXES, graph)
    return found


def curve(page: Page, line: str, yaxis: str) -> tuple[list[float], list[float]]:
    """Days and values of a line (an arm or `own`) in one of the three plots."""
    trace = next(
        each
        for each in curves(page)
        if each["name"] == LINES[line].label and each["yaxis"] == yaxis
    )
    return trace["x"], trace["y"]


BONE_MASS, TUMOUR, APOPTOSIS = "y", "y2", "y3"


def drawn_as(page: Page, result: Result, line: str = "own") -> bool:
    """Whether the curves of a line (an arm or `own`) on the screen are those of a result."""
    for yaxis, name in (
        (BONE_MASS, "bone_mass_percent"),
        (TUMOUR, "tumour_cells"),
        (APOPTOSIS, "apoptosis_percent"),
    ):
        x, y = curve(page, line, yaxis)
        true = np.where(result.series[name] < 0.1, np.nan, result.series[name])
        seen = np.array([np.nan if each is None else each for each in y])
        if name != "tumour_cells":
            true = result.series[name]
        if len(x) != len(result.days) or not np.allclose(seen, true, rtol=1e-5, equal_nan=True):
            return False
    return True


def address_has(page: Page, text: str) -> None:
    """Wait until the query of the address holds a text."""
    until(page, "([text]) => decodeURIComponent(location.search).includes(text)", text)


def address_is_plain(page: Page) -> None:
    """Wait until the address is that of the page as it opens: it names set and version alone."""
    until(page, "([plain]) => location.search === plain", PLAIN)


def await_traces(page: Page, graph: str, least: int = 1) -> None:
    """Wait until a plot has so many traces."""
    until(
        page,
        f"([graph, least]) => (({CURVES})(graph) || []).length >= least",
        graph,
        least,
    )


_visits = count()


def visit(page: Page, query: str) -> None:
    """Take a page to an address without loading it again; of today's set, if it names none."""
    named = query if query.startswith("set=") else f"{SET}&{query}"
    search = f"?{named}&view.visit={next(_visits)}"  # each another one, so that it is noticed
    page.evaluate("([search]) => dash_clientside.set_props('url', { search })", [search])


def at(query: str) -> Scenario:
    """The scenario that `visit` goes to."""
    return address.decode(query if query.startswith("set=") else f"{SET}&{query}")


def go(page: Page, path: str) -> None:
    """Follow the way to a page of the laboratory, without loading anything again."""
    page.locator(f'.ways a[data-way="{path}"]').click()
    expect(page.locator("body")).to_have_attribute("data-page", path or "explore")


def start_again(page: Page) -> None:
    """Bring a page that was used back to what it opens with."""
    go(page, "")
    page.evaluate("window.scrollTo(0, 0)")
    tab(page, "curves")
    page.evaluate("document.querySelectorAll('details[open]').forEach(each => each.open = false)")
    page.evaluate("([id]) => dash_clientside.set_props(id, { value: [] })", [ids.FOLDS])
    visit(page, "species=mouse")
    await_drawn(page, preset(OPENING))
    address_is_plain(page)


def await_drawn(page: Page, scenario: Scenario) -> None:
    """Wait until the page draws a scenario, and its sentence is of the same run."""
    own, untreated = run(scenario), run(scenario.changed(treatments=[]))
    expect(page.locator(f"#{ids.SENTENCE}")).to_have_text(answer(scenario, own, untreated).why)
    last = f"{float(own['tumour_cells'][-1]):.9g}"
    until(
        page,
        """([graph, name, days, last]) => {
          const plot = document.querySelector(`#${graph} .js-plotly-plot`);
          const trace = plot && plot._fullData &&
            plot._fullData.find(each => each.name === name && each.yaxis === "y2");
          if (!trace || trace.x.length !== days) return false;
          const end = trace.y[trace.y.length - 1];
          return last < 0.1 ? Number.isNaN(end) : Math.abs(end / last - 1) < 1e-5;
        }""",
        *(ids.TIMECOURSE, LINES["own"].label, len(own.days), float(last)),
    )
    deadline = time.monotonic() + PATIENCE / 1000
    while not drawn_as(page, own):  # of keys pressed in a row, an answer in between may be as this
        assert time.monotonic() < deadline, "other curves than those of the sentence"
        page.wait_for_timeout(30)


def headlines(page: Page) -> dict[str, list[str]]:
    """The table of headline numbers: cells by the label of the row, without what is the same."""
    rows = page.locator(f"#{ids.HEADLINES} tbody tr").evaluate_all(
        """rows => rows.map(row => Array.from(row.children, cell => {
          const parts = Array.from(cell.childNodes).filter(part => part.className !== "same");
          return parts.map(part => part.textContent).join("").trim();
        }))"""
    )
    return {row[0]: row[1:] for row in rows}


def unfold(page: Page, title: str) -> Locator:
    """Open a folded section or panel; gives its content."""
    begins = re.compile(rf"^{re.escape(title)}")  # a line that says what it holds may follow
    head = page.get_by_role("button", name=begins)
    if head.get_attribute("aria-expanded") != "true":
        head.click()
    content = page.get_by_role("region", name=begins).first
    expect(content).to_be_visible()
    return content


def tab(page: Page, name: str) -> None:
    """See the curves, or the table of all runs."""
    page.locator(f'#{ids.TABS} [data-tab="{name}"]').evaluate("each => each.click()")


def more(page: Page) -> None:
    """Open the list of further ways to show the runs."""
    if page.locator("details.more[open]").count() == 0:
        page.locator("details.more > summary").click()


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list by the words that it shows."""
    page.get_by_role("combobox", name=label, exact=True).or_(
        page.get_by_role("textbox", name=label, exact=True)
    ).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def pick(page: Page, group: str, option: str) -> None:
    """Press one of a row of choices, such as the chemotherapy drug."""
    page.get_by_role("group", name=group, exact=True).get_by_text(option, exact=True).click()
