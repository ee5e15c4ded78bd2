"""What a page asks: recorded in a browser, and asked again with a dial at another value."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from playwright.sync_api import Page, Request

from benchmarks.hall.connection import Answer
from benchmarks.page import settled
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore import live, ranges

DASH = "_dash-update-component"
FILES = ("/_dash-component-suites/", "/assets/", "/_favicon.ico")
"""What a browser keeps, and a proxy answers."""
QUIET = 3000
"""Milliseconds without a request after which a page has asked for all that it wants."""


@dataclass(frozen=True)
class Question:
    """A request: its method, its path and its body."""

    method: str
    path: str
    body: bytes = b""


@dataclass(frozen=True)
class Asked:
    """What one page asks.

    `opening` is everything but files, in its order; `whole` the body of the request through Dash,
    and `state` what the controls say in it.
    """

    prefix: str
    opening: tuple[Question, ...]
    whole: dict[str, Any]
    state: dict[str, Any]

    def moved(self, dial: str, value: float) -> dict[str, Any]:
        """The state with a dial at another value."""
        values = self.state["values"] | {ids.control(dial): value}
        return self.state | {"values": values}

    def short(self, state: dict[str, Any], number: int, shown: dict[str, Any]) -> Question:
        """The request of a moved dial; `shown` is the answer that the page shows."""
        body = orjson.dumps(_request(state, number, shown))
        return Question("POST", self.prefix + live.PATH, body)

    def through_dash(self, state: dict[str, Any], number: int, shown: dict[str, Any]) -> Question:
        """The request for everything."""
        (only,) = self.whole["inputs"]
        inputs = [only | {"value": _request(state, number, shown)}]
        return Question("POST", self.prefix + DASH, orjson.dumps(self.whole | {"inputs": inputs}))

    def range(self, scenario: str) -> Question:
        """The request for a likely range."""
        return Question("POST", self.prefix + ranges.PATH, orjson.dumps({"scenario": scenario}))


def _request(state: dict[str, Any], number: int, shown: dict[str, Any]) -> dict[str, Any]:
    """As queue.js writes it."""
    told = {"shown": shown.get("shown"), "drawn": shown.get("scenario")}
    return {**state, "seq": number, **told, "beside": shown.get("beside", {})}


def told(answer: Answer) -> dict[str, Any] | None:
    """What an answer of Dash tells the page's scripts, where it is one to the whole request."""
    found = answer.json().get("response", {}).get(ids.ANSWER, {}).get("data")
    return found if isinstance(found, dict) else None


def recorded(page: Page, address: str) -> Asked:
    """What a page asks while it opens."""
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request))
    page.goto(address)
    settled(page)
    asked = 0
    while asked < (asked := len(seen)):
        page.wait_for_timeout(QUIET)
    prefix = urlsplit(address).path
    opening = tuple(map(_question, filter(_is_asked, seen)))
    (whole,) = (
        body
        for body in (orjson.loads(each.body) for each in opening if DASH in each.path)
        if body["changedPropIds"] == [f"{ids.REQUEST}.data"]
    )
    state = dict(whole["inputs"][0]["value"])
    for name in ("seq", "shown", "drawn", "beside"):
        state.pop(name)
    return Asked(prefix, opening, whole, state)


def _is_asked(request: Request) -> bool:
    path = urlsplit(request.url).path
    return not any(part in path for part in FILES) and not path.endswith(f"/{ranges.PATH}")


def _question(request: Request) -> Question:
    parts = urlsplit(request.url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return Question(request.method, path, (request.post_data or "").encode())
