"""What is seen before the server has answered: nothing light in the dark."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.browser import laboratory as lab

from osteoniche.figures.details import DETAILS
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore.words import PATH as EXPLORE
from osteoniche.web.pages.surface.words import PATH as SURFACE
from osteoniche.web.pages.your_data.words import PATH as OWN

LIGHT = """async ([picture, least]) => {
  const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  let light = 0;
  for (let at = 0; at < data.length; at += 4)
    if (Math.min(data[at], data[at + 1], data[at + 2]) > least) light += 1;
  return light / (data.length / 4);
}"""
"""The share of a picture's points that are lighter than a grey."""
GREY = 100
TEXT, ONE_WORD = 0.1, 0.01
"""Share of a page that letters and lines take up at most; and that "Loading..." does."""


@pytest.fixture(scope="module")
def light(browser: Browser) -> Iterator[Callable[[Page | Locator], float]]:
    """Gives the share of light points in what is seen of a page or of a part of it."""
    judge = browser.new_page()

    def share(seen: Page | Locator) -> float:
        picture = base64.b64encode(seen.screenshot()).decode()
        found: float = judge.evaluate(LIGHT, [picture, GREY])
        return found

    yield share
    judge.close()


def held(route: Route) -> None:
    """An answer that does not come."""


def without_answers(open_page: Any, path: str) -> Page:
    """A page in the dark whose callbacks get no answer, once it has drawn its plots."""
    routes = {"**/_dash-update-component**": held}
    page: Page = open_page(path, theme="dark", answered=False, routes=routes)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    return page


@pytest.mark.parametrize(
    ("path", "plot"), [(EXPLORE, f"#{ids.PLOTS_BOX}"), (SURFACE, ".map"), (OWN, None)]
)
def test_a_plot_without_figure_shows_nothing(open_page, light, path, plot):
    page = without_answers(open_page, path)
    assert light(page) < TEXT
    if plot:
        expect(page.locator(f"{plot} .js-plotly-plot .main-svg").first).to_be_visible()
        assert light(page.locator(plot)) < ONE_WORD, "the lines of the first document, at most"


def test_a_panel_that_opens_without_figure_shows_nothing(open_page, light):
    page = without_answers(open_page, EXPLORE)
    content = lab.unfold(page, DETAILS[1].title)
    plot = content.locator(".js-plotly-plot")
    expect(plot.locator(".main-svg").first).to_be_visible()
    plot.scroll_into_view_if_needed()
    assert light(plot) == 0


def test_nothing_is_light_while_the_scripts_are_on_their_way(open_page, light):
    routes = {"**/_dash-component-suites/**": held}
    page = open_page(theme="dark", answered=False, routes=routes)
    lab.until(page, "() => document.body && getComputedStyle(document.body).margin === '0px'")
    assert light(page) < ONE_WORD
