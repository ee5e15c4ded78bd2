"""The families of inputs, each a strategy of requests that a server must answer without harm."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dash import Dash
from hypothesis import assume
from hypothesis import strategies as st
from tests import strategies
from tests.fuzz import changes, messages
from tests.web.bodies import BAD_ADDRESSES, legitimate
from tests.web.browsers import names, request, shown_as, views

from osteoniche.calibration.your_data.table import TEMPLATE
from osteoniche.errors import ScenarioError
from osteoniche.web.edge.gate import BODY, CALLBACKS
from osteoniche.web.kit import ids
from osteoniche.web.pages.explore.pins import Pin
from osteoniche.web.pages.your_data import ids as own_ids
from osteoniche.web.shell import PAGES

JSON = ("Content-Type", "application/json")
SHORT = 90
"""Days of a run at most, where any settings are tried: so many of them are computed anew."""


@dataclass(frozen=True)
class Sent:
    """A request; the path is below the prefix, its query quoted."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Raw:
    """Bytes on a connection, which are hardly a request."""

    content: bytes


Input = Sent | Raw


class Page:
    """What the page of one application would send: where inputs begin.

    `cheap`: with a cohort whose groups do not differ, since how many animals would show a
    difference takes longer than everything else on that page.
    """

    def __init__(self, app: Dash, *, cheap: bool = False) -> None:
        stored = messages.stored() | (messages.cheap() if cheap else {})
        self.callbacks = legitimate(app)
        for body in self.callbacks:
            for part in (*body["inputs"], *body.get("state", [])):
                part["value"] = stored.get(f"{part['id']}.{part['property']}", part["value"])

    def of(self, component: str) -> dict[str, Any]:
        """The callback whose first input is the data of a store, as that changes."""
        return next(
            body
            for body in self.callbacks
            if body["inputs"][0]["id"] == component and body["changedPropIds"]
        )


def _posted(path: str, body: st.SearchStrategy[bytes]) -> st.SearchStrategy[Sent]:
    return body.map(lambda written: Sent("POST", path, (JSON,), written))


def callbacks(page: Page) -> st.SearchStrategy[Input]:
    """Every callback of the server: a value of the page that is changed, or the request itself."""

    @st.composite
    def of_values(draw: st.DrawFn) -> bytes:
        body = dict(draw(st.sampled_from(page.callbacks)))
        parts = [dict(part) for part in body["inputs"]], [dict(p) for p in body.get("state", [])]
        for _ in range(draw(st.integers(1, 2))):
            part = draw(st.sampled_from([*parts[0], *parts[1]]))
            part["value"] = draw(changes.values(part["value"]))
        body["inputs"] = parts[0]
        if parts[1]:
            body["state"] = parts[1]
        return draw(changes.bodies(body))

    @st.composite
    def of_the_request(draw: st.DrawFn) -> bytes:
        return draw(changes.bodies(draw(changes.values(draw(st.sampled_from(page.callbacks)), 3))))

    return _posted(CALLBACKS, of_values() | of_values() | of_values() | of_the_request())


def routes_of_scripts(page: Page) -> st.SearchStrategy[Input]:
    """The routes that scripts ask past Dash, one as often as the other."""
    known = messages.posted()

    @st.composite
    def message(draw: st.DrawFn) -> Sent:
        path = draw(st.sampled_from(sorted(known)))
        value = draw(changes.values(draw(st.sampled_from(known[path])), 3))
        return Sent("POST", path, (JSON,), draw(changes.bodies(value)))

    return message()


def addresses(page: Page) -> st.SearchStrategy[Input]:
    """Settings in an address: of the first document, and as an open page reads them."""
    searched = page.of(ids.URL)
    paths = [each.path for each in PAGES]

    @st.composite
    def address(draw: st.DrawFn) -> Sent:
        text = draw(st.sampled_from(messages.queries()))
        for _ in range(draw(st.integers(0, 3))):
            text = draw(changes.texts(text) | _rearranged(text))
        if draw(st.integers(0, 3)) == 0:
            path = draw(st.sampled_from(paths))
            return Sent("GET", f"{path}?{quote(text.encode(errors='replace'), safe='=&%@/;~,')}")
        body = searched | {"inputs": [dict(part) for part in searched["inputs"]]}
        body["inputs"][0]["value"] = f"?{text}"
        return Sent("POST", CALLBACKS, (JSON,), draw(changes.bodies(body)))

    return address()


@st.composite
def _rearranged(draw: st.DrawFn, text: str) -> str:
    """The keys of a query in another order, one of them with another value or given twice."""
    parts = draw(st.permutations(text.split("&")))
    name = parts[0].partition("=")[0]
    value = draw(st.sampled_from(changes.TEXTS) | st.sampled_from(changes.NUMBERS).map(str))
    return "&".join([*parts[draw(st.integers(0, 1)) :], f"{name}={value}"])


def any_settings(page: Page) -> st.SearchStrategy[Input]:
    """Settings from anywhere in the allowed box, none of them wrong, with any view and name."""
    whole = page.of(ids.REQUEST)

    @st.composite
    def settings(draw: st.DrawFn) -> Sent:
        drawn = draw(strategies.scenarios())
        try:
            asked = drawn.changed(days=min(drawn.days, SHORT))
        except ScenarioError:  # a treatment begins later
            assume(False)
        kept = [Pin(draw(names()), messages.OPEN)]
        message = request(asked, **shown_as(draw(views(pins=1)), kept))
        if draw(st.booleans()):
            return Sent("POST", "live", (JSON,), json.dumps(message).encode())
        body = whole | {"inputs": [whole["inputs"][0] | {"value": message}]}
        return Sent("POST", CALLBACKS, (JSON,), json.dumps(body).encode())

    return settings()


def scenario_files(page: Page) -> st.SearchStrategy[Input]:
    """Files of settings that are opened: changed data, changed text, other kinds of files."""
    opening = page.of(ids.FILE)
    others = [
        "",
        "[]",
        '{"a":' * 2000,
        "\x89PNG\r\n",
        "PK\x03\x04",
        "%PDF-",
        "a;b\n1;2",
        "\ufeff{}",
    ]

    @st.composite
    def opened(draw: st.DrawFn) -> Sent:
        text = json.dumps(draw(changes.values(draw(st.sampled_from(messages.documents())), 3)))
        if draw(st.integers(0, 3)) == 0:
            text = draw(changes.texts(text) | st.sampled_from(others))
        file = draw(changes.values(messages.as_file(text), 1))
        body = opening | {"inputs": [opening["inputs"][0] | {"value": file}]}
        return Sent("POST", CALLBACKS, (JSON,), json.dumps(body).encode())

    return opened()


def tables(page: Page) -> st.SearchStrategy[Input]:
    """Tables of a visitor's own data: as they are read, and as a fit is asked for."""
    reading, fitting = page.of(own_ids.GIVEN), page.of(own_ids.WORK.request)

    @st.composite
    def table(draw: st.DrawFn) -> str:
        rows = [line.split(",") for line in TEMPLATE.splitlines()]
        columns = draw(st.permutations(range(6)))[: draw(st.sampled_from([6, 6, 5, 4, 3, 1]))]
        rows = [[row[place] for place in columns] for row in rows]
        for _ in range(draw(st.integers(0, 3))):
            row = draw(st.sampled_from(rows))
            row[draw(st.integers(0, len(row) - 1))] = draw(
                st.sampled_from(changes.TEXTS) | st.sampled_from(changes.NUMBERS).map(str)
            )
        between = draw(st.sampled_from([",", ",", ";", "\t", "|"]))
        text = "\n".join(between.join(row) for row in rows)
        return draw(changes.texts(text)) if draw(st.booleans()) else text

    @st.composite
    def given(draw: st.DrawFn) -> Sent:
        body = draw(st.sampled_from([reading, reading, fitting]))
        value = draw(changes.values(body["inputs"][0]["value"] | {"text": draw(table())}, 1))
        body = body | {"inputs": [body["inputs"][0] | {"value": value}, *body["inputs"][1:]]}
        return Sent("POST", CALLBACKS, (JSON,), json.dumps(body).encode())

    return given()


def routes(page: Page) -> st.SearchStrategy[Input]:
    """Methods, paths and headers that no page sends."""
    known = [path for _, path, _ in BAD_ADDRESSES] + [each.path for each in PAGES]
    known += [
        "healthz",
        "live",
        CALLBACKS,
        "_dash-layout",
        "_dash-dependencies",
        "assets/frame.css",
    ]
    methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "MADE-UP"]
    fields = "Accept Accept-Encoding Content-Type Cookie If-None-Match Origin Range Referer".split()
    fields += ["X-Forwarded-Proto", "X-Forwarded-For", "X-Forwarded-Prefix", "X-Script-Name", "Via"]
    text = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
    header = st.tuples(st.sampled_from(fields), text | st.sampled_from(["gzip", "bytes=0-", "*/*"]))

    @st.composite
    def asked(draw: st.DrawFn) -> Sent:
        path = draw(st.sampled_from(known))
        if draw(st.booleans()):
            path = quote(draw(changes.texts(path)).encode(errors="replace"), safe="/%?=&.")
        headers = dict(draw(st.lists(header, max_size=3)))
        large = st.sampled_from([b"x" * (BODY + 1), b"[" * 100_000])
        body = draw(st.just(b"") | st.just(b"") | st.binary(max_size=40) | large)
        return Sent(draw(st.sampled_from(methods)), path, tuple(headers.items()), body)

    return asked()


def raw_sockets(page: Page) -> st.SearchStrategy[Input]:
    """Bytes that are no request, or one that breaks off or says something else than it holds."""
    lines = [
        b"GET / HTTP/1.1",
        b"POST /live HTTP/1.1",
        b"GET / HTTP/9.9",
        b"nonsense",
        b"PRI * HTTP/2",
    ]
    heads = [
        b"Host: x", b"Content-Type: application/json", b"Content-Length: 2", b"Content-Length: -1",
        b"Content-Length: 9999999999999999999", b"Transfer-Encoding: chunked", b"Expect: x",
        b"Transfer-Encoding: gzip, chunked", b"Expect: 100-continue", b"Upgrade: websocket",
        b"Bad Header: x", b"X: " + b"y" * 9000, b": x", b"X:\0", b" folded", b"Connection: close",
    ]  # fmt: skip
    rests = [
        b"{}",
        b"2\r\n{}\r\n0\r\n\r\n",
        b"ZZ\r\n\r\n",
        b"-4\r\n{}\r\n",
        b"10\r\n{}",
        b"",
        b"\0" * 50,
    ]
    request = st.tuples(
        st.sampled_from(lines), st.lists(st.sampled_from(heads), max_size=5), st.sampled_from(rests)
    ).map(lambda parts: b"\r\n".join([parts[0], *parts[1], b"", parts[2]]))
    return (request | request | st.binary(min_size=1, max_size=300)).map(Raw)


FAMILIES: dict[str, tuple[Callable[[Page], st.SearchStrategy[Input]], int]] = {
    "callbacks": (callbacks, 8),
    "routes of scripts": (routes_of_scripts, 4),
    "addresses": (addresses, 3),
    "any settings": (any_settings, 1),
    "scenario files": (scenario_files, 2),
    "tables": (tables, 2),
    "routes": (routes, 2),
    "raw sockets": (raw_sockets, 1),
}
"""By name: the strategy, and how many of 23 blocks of inputs are of it."""
