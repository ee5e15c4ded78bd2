"""What one visitor with a browser has of a server that nobody else uses."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import orjson
from playwright.sync_api import Page, Request

from benchmarks import targets
from benchmarks.hall.asked import DASH, Asked, recorded
from benchmarks.page import DIALS, at_its_lowest, delays, drag, settled, thumb
from benchmarks.targets import Measured
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import live

AT_REST = 4000
"""Milliseconds after a drag within which everything is asked for that it needs."""


def opened(page: Page, address: str) -> tuple[Asked, Iterator[Measured]]:
    """What a page asks while it opens, and how much travels for it (R7)."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    found = recorded(page, address)
    network.detach()
    places = [urlsplit(each.url) for each in asked]
    home = urlsplit(address).netloc
    outside = [each for each in places if each.scheme.startswith("http") and each.netloc != home]
    return found, (
        Measured(targets.FIRST, sum(received) / 1e6, f"{len(received)} files"),
        Measured(targets.OUTSIDE, len(outside)),
    )


def steps(page: Page, address: str) -> Iterator[Measured]:
    """How soon a curve follows a key (R3)."""
    found = {}
    for dial in DIALS:
        at_its_lowest(page, address, dial)
        times = delays(page, dial, "ArrowRight")
        found[dial] = times[int(0.95 * len(times))]
    note = ", ".join(f"{dial} {value:.0f}" for dial, value in found.items())
    yield Measured(targets.STEP, max(found.values()), note)


def drags(page: Page, address: str) -> Iterator[Measured]:
    """How often a page asks in a drag, and whether it asks for the last value (R5)."""
    counts, finals = [], []
    for dial in DIALS:
        page.goto(address)
        settled(page)
        asked: list[Request] = []

        def note(request: Request, asked: list[Request] = asked) -> None:
            asked.append(request)

        page.on("request", note)
        drag(page, dial, 1.0)
        counts.append(len(_for_curves(asked)))
        page.wait_for_timeout(AT_REST)
        page.remove_listener("request", note)
        finals.append(_value(_for_curves(asked)[-1], dial) == _stands(page, dial))
    note_of = ", ".join(f"{dial} {count}" for dial, count in zip(DIALS, counts, strict=True))
    yield Measured(targets.RATE, max(counts), note_of)
    yield Measured(targets.FINAL, 100 * sum(finals) / len(finals))


def _for_curves(asked: Sequence[Request]) -> list[Request]:
    return [each for each in asked if urlsplit(each.url).path.endswith((f"/{live.PATH}", DASH))]


def _value(request: Request, dial: str) -> object:
    """Where a request has a dial."""
    body = orjson.loads(request.post_data or "")
    state = body["inputs"][0]["value"] if "inputs" in body else body
    return state["values"][ids.control(dial)]


def _stands(page: Page, dial: str) -> object:
    """Where the page has it."""
    place = float(thumb(page, dial).get_attribute("aria-valuenow") or "nan")
    return page.evaluate("([id, place]) => osteoniche.reads(id, place)", [ids.control(dial), place])
