"""Opening an address, in a real browser: one answer, and never a curve of other settings."""

import json
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect
from tests.browser import laboratory as lab
from tests.runs import give, scenario

from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids, words

CALLBACKS = re.compile("_dash-update-component")
SEEN = """() => {
  window.drawn = [];
  const look = () => {
    const plot = document.querySelector("#timecourse .js-plotly-plot");
    const traces = plot && plot._fullData || [];
    const own = traces.find(trace => trace.name === "Your run" && trace.yaxis === "y2");
    if (own && own.x.length) {
      const stands = id => parseFloat(
        document.querySelector(`#${id} [role=slider]`).getAttribute("aria-valuetext"));
      const now = JSON.stringify({
        last: own.y[own.y.length - 1],
        chemotherapy: stands("control-chemotherapy-dose"),
        antibody: stands("control-antibody-dose"),
        induction: stands("control-induction"),
      });
      if (window.drawn[window.drawn.length - 1] !== now) window.drawn.push(now);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
"""Notes with every frame which curve stands beside which sliders."""

PLACES: dict[str, tuple[str, Scenario]] = {
    "plain": ("", preset(OPENING)),
    "view alone": ("view.axis=linear&view.open=niche", preset(OPENING)),
    "mouse": (
        "15D11=3&induction=5",
        scenario(induction=5.0, treatments=[give("paclitaxel"), give("15D11", dose=3.0)]),
    ),
    "patient": ("species=human&15D11=10", preset("combination", HUMAN)),
    "side by side": ("15D11=10&view.side=yes", preset("combination")),
    "wrong": ("days=3", preset(OPENING)),
}


def asks(request: Request) -> bool:
    """Whether a request is for curves."""
    body = request.post_data or ""
    return bool(CALLBACKS.search(request.url)) and f"{ids.TIMECOURSE}.figure" in body


def answers(page: Page) -> list[Any]:
    """Grows with every answer that has curves."""
    found: list[Any] = []
    page.on("response", lambda response: found.append(response) if asks(response.request) else None)
    return found


@pytest.mark.parametrize(
    ("name", "theme"), [*((name, "light") for name in PLACES), ("mouse", "dark")]
)
def test_an_address_is_answered_once_and_no_other_curve_is_ever_seen(open_page, name, theme):
    query, asked = PLACES[name]
    page = open_page(f"?{query}", theme=theme, answered=False, script=f"({SEEN})()")
    found: list[Response] = answers(page)
    page.wait_for_selector("body[data-answered]")
    lab.until(page, "() => window.drawn.length > 0")
    page.wait_for_load_state("networkidle")
    assert len(found) == 1
    stood = [json.loads(text) for text in page.evaluate("window.drawn")]
    doses = {planned.drug: planned.dose for planned in asked.treatments}
    assert len(stood) == 1, "what was seen changed after the first curve"
    assert stood[0]["chemotherapy"] == doses["paclitaxel"]
    assert stood[0]["antibody"] == doses.get("15D11", 0)
    assert stood[0]["induction"] == asked.induction


def test_an_address_that_could_not_be_read_is_read_when_the_server_is_back(open_page):
    """Until then there is no curve at all, and no slider asks for one of other settings."""
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.post_data or "")
            route.fulfill(status=204)  # as if it had never come back

    page = open_page(f"?{lab.SET}&15D11=10", answered=False, routes={CALLBACKS: lose_the_first})
    found = answers(page)
    lab.until(page, "() => window.dash_clientside && document.querySelector('[role=slider]')")
    deadline = time.monotonic() + lab.PATIENCE / 1000
    while not lost and time.monotonic() < deadline:
        page.wait_for_timeout(30)
    assert f"{ids.ARRANGED}.data" in lost[0]
    lab.drag(page, lab.CHEMOTHERAPY, 20)
    page.wait_for_timeout(300)
    assert found == []
    page.evaluate("dash_clientside.set_props('again', { data: 1 })")  # as failures.js does
    lab.await_drawn(page, preset("combination"))
    assert lab.value(page, lab.CHEMOTHERAPY) == 10
    assert address.decode(page.url.partition("?")[2]) == preset("combination")


def test_a_wrong_address_is_told_with_its_one_answer(open_page):
    page = open_page("?days=3")
    expect(page.locator(f"#{ids.ADDRESS_NOTICE}")).to_contain_text(words.PART_OF_ADDRESS)
