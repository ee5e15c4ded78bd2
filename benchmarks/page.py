"""What a visitor feels: how soon a curve follows a slider, and how much travels for it."""

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from benchmarks.figure import Figure
from benchmarks.served import ROOT, browsing, prepare, running
from osteoniche.cache import Vault
from osteoniche.engine.result import Result
from osteoniche.jobs import Jobs, LocalPool
from osteoniche.scenario import Scenario
from osteoniche.study import simulate
from osteoniche.web.kit import ids, words
from osteoniche.web.pages.explore import live
from osteoniche.web.shell import create_app

MOVES = 59
"""Steps of a dial that are timed, each way: as many as a dose has above its lowest, which is none
and another schedule."""
DIALS = {"antibody.dose": (0.0, 30.0), "chemotherapy.dose": (0.5, 30.0), "induction": (1.0, 10.0)}
"""The dials that are moved, and from where to where."""
DELAYS, UPDATES = {"induction": 120.0}, {"induction": 30.0}
"""Milliseconds of a new move and kB of an update of the dial that moves arms too."""
DELAY, AGAIN, UPDATE = 90.0, 70.0, 12.0
"""The same of other dials; and milliseconds of a move that was made before."""
WITHOUT_RANGES = "?view.band=no"
"""Ranges come at rest, and would be in the way of the next step."""
SLOW = 60_000
"""Bytes a second of a slow line."""
PAUSES = (200, 900)
"""Milliseconds between two steps, by chance: in the longer ones the page catches up with chips and
address, which must not delay the next step."""
WATCH = """name => {
  window.measured = {delays: [], redraws: 0};
  let pressed = null;
  addEventListener("keydown", event => { pressed = event.timeStamp; }, true);
  const drawn = () => {
    window.measured.redraws += 1;
    if (pressed === null) return;
    const begun = pressed;
    pressed = null;
    const second = () => window.measured.delays.push(performance.now() - begun);
    requestAnimationFrame(() => requestAnimationFrame(second));
  };
  new MutationObserver(drawn).observe(
    document.querySelector(name), {attributeFilter: ["d"], subtree: true});
}"""
"""Notes when a line of the plots takes another course, and the second frame after that."""
PLOT = f"#{ids.TIMECOURSE} .js-plotly-plot"


def measure() -> Iterator[Figure]:
    """Dials to repaint, redraws while the server is slow, sizes of an update and of the page."""
    with tempfile.TemporaryDirectory() as caches:
        prepare(caches)
        yield from _seen(caches)
    yield _redraws(100.0)


def _seen(caches: str) -> Iterator[Figure]:
    with browsing() as page, running("make", "run", caches=caches) as address:
        yield _first_load(page, address)
        yield from _slow_line(page, address)
        updates: list[float] = []
        page.on("response", lambda response: _note(response, updates))
        for dial in DIALS:
            yield from _dial(page, address, dial, updates)


def _first_load(page: Page, address: str) -> Figure:
    """Everything that travels for the first picture, as compressed as it travels."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address)
    settled(page)
    note = f"{len(received)} files"
    return Figure("first load, compressed", sum(received) / 1e6, "MB", 1.3, note)


def _slow_line(page: Page, address: str) -> Iterator[Figure]:
    """How soon an address that was never opened says something on a slow line."""
    network = page.context.new_cdp_session(page)
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line = {"offline": False, "latency": 50, "downloadThroughput": SLOW, "uploadThroughput": SLOW}
    network.send("Network.emulateNetworkConditions", line)
    begun = time.perf_counter()
    page.goto(f"{address}?15D11=4", wait_until="commit")
    for what, part, state in (
        ("first curve", f".opening svg, {PLOT} .trace path", "visible"),
        ("plots", f"{PLOT} .scatterlayer .trace path", "attached"),
    ):
        page.locator(part).first.wait_for(state=state, timeout=120_000)  # type: ignore[arg-type]
        yield Figure(f"an address on a line of 60 kB/s: {what}", time.perf_counter() - begun, "s")
    free = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", free)
    network.detach()


def _dial(page: Page, address: str, dial: str, updates: list[float]) -> Iterator[Figure]:
    """Steps of a dial over what nobody has seen, and back; what travels for the largest."""
    at_its_lowest(page, address, dial)
    updates.clear()
    name = f"{dial}: key press to second frame"
    yield delay(page, dial, "ArrowRight", f"{name}, no cache hit, p95", DELAYS.get(dial, DELAY))
    yield delay(page, dial, "ArrowLeft", f"{name}, cache hit, p95", AGAIN)
    limit = UPDATES.get(dial, UPDATE)
    yield Figure(f"{dial}: largest update, uncompressed", max(updates), "kB", limit)


def at_its_lowest(page: Page, address: str, dial: str) -> None:
    """A page with a dial that is given at its lowest, watched from now on."""
    page.goto(address + WITHOUT_RANGES)
    settled(page)
    page.evaluate(WATCH, PLOT)
    thumb(page, dial).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(3000)


def settled(page: Page) -> None:
    """Wait until the first curves are drawn and nothing more happens."""
    page.locator("body[data-answered]").wait_for(timeout=60_000)
    page.locator(f"{PLOT} .scatterlayer .trace path").first.wait_for(state="attached")
    page.wait_for_timeout(1000)


def _note(response: Response, sizes: list[float]) -> None:
    """Keep the size of an answer that moves curves; what comes at rest draws none anew."""
    if urlsplit(response.url).path.endswith(live.PATH):
        sizes.append(int(response.headers["content-length"]) / 1e3)


def thumb(page: Page, dial: str) -> Locator:
    """The thumb of a dial's slider."""
    return page.get_by_role("slider", name=words.DIALS[dial][0], exact=True)


def delay(page: Page, dial: str, key: str, name: str, limit: float) -> Figure:
    """The delay that 95 of 100 steps do not exceed."""
    found = delays(page, dial, key)
    note = f"median {found[len(found) // 2]:.0f} ms of {len(found)}"
    return Figure(name, found[int(0.95 * len(found))], "ms", limit, note)


def delays(page: Page, dial: str, key: str) -> list[float]:
    """Milliseconds from each step of a dial to its second frame, the shortest first."""
    thumb(page, dial).focus()
    page.evaluate("window.measured.delays = []")
    chance = random.Random(key)
    for _ in range(MOVES):
        page.keyboard.press(key)
        page.wait_for_timeout(chance.uniform(*PAUSES))
    page.wait_for_timeout(PAUSES[1])
    return sorted(page.evaluate("window.measured.delays"))


def _redraws(milliseconds: float) -> Figure:
    """Redraws in a drag of two seconds where each simulation takes so long."""

    def slow(scenario: Scenario) -> Result:
        time.sleep(milliseconds / 1e3)
        return simulate(scenario)

    server = make_server(
        "127.0.0.1", 0, _remembering_arms(slow), threaded=True, request_handler=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with browsing() as page:
            page.goto(f"http://127.0.0.1:{server.port}/")
            settled(page)
            page.evaluate(WATCH, PLOT)
            drag(page, "antibody.dose", 2.0)
            drawn = page.evaluate("window.measured.redraws")
    finally:
        server.shutdown()
        thread.join()
    name = f"redraws in a drag of two seconds, server at {milliseconds:g} ms"
    return Figure(name, drawn, "", 8.0, at_least=True)


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Not a line for each request."""


def _remembering_arms(run: Any) -> Any:
    """The application, with what does not follow the slider remembered as by the cache."""
    known: dict[str, Result] = {}

    def remembered(scenario: Scenario) -> Result:
        key = scenario.key()
        if key not in known:
            known[key] = run(scenario)
        return known[key]

    nobody = Jobs(Vault(tempfile.mkdtemp(), "benchmark"), LocalPool())
    return create_app(remembered, nobody, Path(ROOT / "assets")).server


def drag(page: Page, dial: str, seconds: float) -> None:
    """Take the thumb with the mouse and move it to and fro, thirty events a second."""
    box = thumb(page, dial).bounding_box()
    if box is None:
        raise RuntimeError("the slider is not on the screen")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        page.mouse.move(x + 100 * passed / seconds, y)
        page.wait_for_timeout(33)
    page.mouse.up()
