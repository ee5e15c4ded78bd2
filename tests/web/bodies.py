"""Requests to callbacks: those that a page would send, derived from what it declares, and bad ones.

Nothing here knows a callback by name, so that new ones are covered as they come.
"""

import copy
import json
from collections.abc import Callable
from typing import Any

from dash import Dash
from tests.web.browsers import components, request

from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids

Body = dict[str, Any]


def standing(app: Dash) -> dict[tuple[str, str], Any]:
    """Value by component id and property, of the page as it opens."""
    values: dict[tuple[str, str], Any] = {}
    for each in components(app.layout()):
        if isinstance(getattr(each, "id", None), str):
            given = each.to_plotly_json()["props"]
            values |= {(each.id, prop): given[prop] for prop in given if prop != "children"}
    values[ids.REQUEST, "data"] = request(preset(OPENING))
    return values


def legitimate(app: Dash) -> list[Body]:
    """For every callback of the server what the page sends first, and what each input triggers."""
    values = standing(app)
    found = []
    for output, declared in app.callback_map.items():
        if "callback" not in declared:
            continue
        names = output[2:-2].split("...") if output.startswith("..") else [output]
        outputs = [dict(zip(("id", "property"), n.rsplit(".", 1), strict=True)) for n in names]
        parts = {
            kind: [
                {key: each[key] for key in ("id", "property")}
                | {"value": values.get((each["id"], each["property"]))}
                for each in declared[kind]
            ]
            for kind in ("inputs", "state")
        }
        changes = [[], *([f"{each['id']}.{each['property']}"] for each in declared["inputs"])]
        found += [
            {
                "output": output,
                "outputs": outputs if output.startswith("..") else outputs[0],
                "inputs": parts["inputs"],
                "changedPropIds": changed,
                "parsedChangedPropsIds": changed,
            }
            | ({"state": parts["state"]} if parts["state"] else {})
            for changed in changes
        ]
    return [json.loads(json.dumps(body)) for body in found]


def with_state(app: Dash) -> Body:
    """A legitimate request that has several inputs, outputs and state."""
    return max(legitimate(app), key=lambda body: len(body.get("state", [])))


def nested(depth: int) -> Any:
    """Lists within each other."""
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def changed(change: Callable[[Body], Any]) -> Callable[[Body], bytes]:
    """The text of a body after a change in place."""

    def write(body: Body) -> bytes:
        body = copy.deepcopy(body)
        change(body)
        return json.dumps(body).encode()

    return write


def text(write: str) -> Callable[[Body], bytes]:
    """The text of a body with the literal `write` as the value of its first input."""

    def replaced(body: Body) -> bytes:
        body = copy.deepcopy(body)
        body["inputs"][0]["value"] = "HERE"
        return json.dumps(body).replace('"HERE"', write).encode()

    return replaced


def _first(part: str, **values: Any) -> Callable[[Body], bytes]:
    return changed(lambda body: body[part][0].update(values))


def _whole(value: Any) -> Callable[[Body], bytes]:
    return lambda _: json.dumps(value).encode()


def _of_the_browser(app: Dash) -> str:
    return next(name for name, entry in app.callback_map.items() if "callback" not in entry)


def bad_bodies(app: Dash) -> dict[str, Callable[[Body], bytes]]:
    """By name: from a legitimate body the text of one that is to be refused."""
    in_browser = _of_the_browser(app)
    return {
        # no JSON
        "nothing": lambda _: b"",
        "blank": lambda _: b"   ",
        "words": lambda _: b"no JSON",
        "half": lambda body: json.dumps(body).encode()[:-7],
        "two bodies": lambda body: json.dumps(body).encode() * 2,
        "tail": lambda body: json.dumps(body).encode() + b"x",
        "not UTF-8": lambda _: b'{"output": "\xff\xfe"}',
        "UTF-16": lambda body: json.dumps(body).encode("utf-16"),
        "byte order mark": lambda body: b"\xef\xbb\xbf" + json.dumps(body).encode(),
        "NUL bytes": lambda _: b"\0" * 64,
        "gzip": lambda _: b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        "a form": lambda _: b"output=request.data&inputs=1",
        "XML": lambda _: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "single quotes": lambda body: repr(body).encode(),
        "a lone surrogate": text('"\\ud800"'),
        "half a surrogate in a key": text('{"\\udfff": 1}'),
        "a comment": text("1 /* one */"),
        "a trailing comma": text("[1, ]"),
        # numbers that are none
        "NaN": text("NaN"),
        "Infinity": text("Infinity"),
        "-Infinity": text("-Infinity"),
        "1e999": text("1e999"),
        "-1e999": text("-1e999"),
        "400 digits": text("9" * 400),
        "5000 digits": text("9" * 5000),
        "hexadecimal": text("0x10"),
        "leading zero": text("007"),
        # too much
        "too deep": changed(lambda body: body["inputs"][0].update(value=nested(13))),
        "2000 deep": text("[" * 2000 + "]" * 2000),
        "100000 deep": lambda _: b"[" * 100_000,
        "objects too deep": text('{"a":' * 50 + "1" + "}" * 50),
        "a list of 5001": changed(lambda body: body["inputs"][0].update(value=[0] * 5001)),
        "an object of 5001": text(json.dumps({str(i): i for i in range(5001)})),
        "a text of 200001": changed(lambda body: body["inputs"][0].update(value="x" * 200_001)),
        "300 kB": changed(lambda body: body["inputs"][0].update(value=["x" * 999] * 300)),
        "7 MB": lambda _: json.dumps([0.5] * 1_400_000).encode(),
        # no request
        "null": _whole(None),
        "true": _whole(True),
        "a number": _whole(3),
        "a string": _whole("output"),
        "a list": _whole([]),
        "a list of requests": lambda body: json.dumps([body]).encode(),
        "empty": _whole({}),
        "prototype": _whole({"__proto__": {"output": "x"}, "constructor": 1}),
        # output
        "no output": changed(lambda body: body.pop("output")),
        "null output": changed(lambda body: body.update(output=None)),
        "list output": changed(lambda body: body.update(output=[body["output"]])),
        "object output": changed(lambda body: body.update(output={"id": "x"})),
        "unknown output": changed(lambda body: body.update(output="x.children")),
        "empty output": changed(lambda body: body.update(output="")),
        "dots": changed(lambda body: body.update(output="....")),
        "script output": changed(lambda body: body.update(output="<script>alert(1)</script>")),
        "output of the browser": changed(lambda body: body.update(output=in_browser)),
        "dunder output": changed(lambda body: body.update(output="__class__.__init__")),
        # outputs
        "no outputs": changed(lambda body: body.pop("outputs")),
        "outputs an object": changed(lambda body: body.update(outputs=body["outputs"][0])),
        "outputs empty": changed(lambda body: body.update(outputs=[])),
        "outputs of another": _first("outputs", id="x"),
        "outputs turned round": changed(lambda body: body["outputs"].reverse()),
        "outputs doubled": changed(lambda body: body["outputs"].append(body["outputs"][0])),
        "output without duplicate mark": _first("outputs", property="value"),
        "outputs of texts": changed(lambda body: body.update(outputs=["x"] * len(body["outputs"]))),
        # inputs and state
        "no inputs": changed(lambda body: body.pop("inputs")),
        "inputs null": changed(lambda body: body.update(inputs=None)),
        "inputs an object": changed(lambda body: body.update(inputs={"0": body["inputs"][0]})),
        "inputs a text": changed(lambda body: body.update(inputs="x")),
        "one input less": changed(lambda body: body["inputs"].pop()),
        "one input more": changed(lambda body: body["inputs"].append(body["inputs"][0])),
        "inputs turned round": changed(lambda body: body["inputs"].reverse()),
        "an input null": changed(lambda body: body["inputs"].__setitem__(0, None)),
        "an input a list": changed(lambda body: body["inputs"].__setitem__(0, [body["inputs"][0]])),
        "an input a number": changed(lambda body: body["inputs"].__setitem__(0, 5)),
        "input id not declared": _first("inputs", id="x"),
        "input id a number": _first("inputs", id=1),
        "input id null": _first("inputs", id=None),
        "input id an object": _first("inputs", id={"type": "x", "index": 0}),
        "input id a list": _first("inputs", id=["x"]),
        "dunder input id": _first("inputs", id="__globals__"),
        "input property not declared": _first("inputs", property="id"),
        "dunder property": _first("inputs", property="__class__"),
        "input property null": _first("inputs", property=None),
        "input without id": changed(lambda body: body["inputs"][0].pop("id")),
        "input without property": changed(lambda body: body["inputs"][0].pop("property")),
        "no state": changed(lambda body: body.pop("state")),
        "state null": changed(lambda body: body.update(state=None)),
        "one state less": changed(lambda body: body["state"].pop()),
        "one state more": changed(lambda body: body["state"].append(body["state"][0])),
        "state id not declared": _first("state", id="../../etc/passwd"),
        "state as inputs": changed(lambda body: body.update(inputs=body["state"])),
        # changedPropIds
        "no changedPropIds": changed(lambda body: body.pop("changedPropIds")),
        "changedPropIds null": changed(lambda body: body.update(changedPropIds=None)),
        "changedPropIds a text": changed(lambda body: body.update(changedPropIds="x.value")),
        "changedPropIds an object": changed(lambda body: body.update(changedPropIds={})),
        "changedPropIds of numbers": changed(lambda body: body.update(changedPropIds=[1])),
        "changedPropIds of lists": changed(lambda body: body.update(changedPropIds=[["x"]])),
        "changedPropIds of another": changed(lambda body: body.update(changedPropIds=["x.value"])),
        "changedPropIds of state": changed(
            lambda body: body.update(
                changedPropIds=[f"{body['state'][0]['id']}.{body['state'][0]['property']}"]
            )
        ),
    }  # fmt: skip


#: Method, path below the prefix, status.
BAD_ADDRESSES = (
    ("GET", "nonsense", 404),
    ("GET", "x/_healthz", 404),
    ("GET", "healthz/", 404),
    ("GET", "healthz.txt", 404),
    ("GET", "index.html", 404),
    ("GET", "admin", 404),
    ("GET", ".env", 404),
    ("GET", ".git/config", 404),
    ("GET", "console", 404),
    ("GET", "static/x.js", 404),
    ("GET", "%00", 404),
    ("GET", "%ff%fe", 404),
    ("GET", "a" * 3000, 404),
    ("GET", "%3Cscript%3Ealert(1)%3C/script%3E", 404),
    ("GET", "%0d%0aSet-Cookie:x=1", 404),
    ("GET", "..%2f..%2fetc%2fpasswd", 404),
    ("GET", "assets/nonsense.js", 404),
    ("GET", "assets/../app.py", 404),
    ("GET", "assets/..%2fapp.py", 404),
    ("GET", "assets/%2e%2e/%2e%2e/app.py", 404),
    ("GET", "assets/%00", 404),
    ("GET", "assets/", 404),
    ("GET", "_dash-component-suites/nonsense/x.js", 404),
    ("GET", "_dash-component-suites/dash/nonsense.js", 404),
    ("GET", "_dash-component-suites/dash/dash.py", 404),
    ("GET", "_dash-component-suites/dash/..%2f..%2fflask%2fapp.py", 404),
    ("GET", "_dash-component-suites/dash/%2e%2e/%2e%2e/x.js", 404),
    ("GET", "_dash-component-suites/os/path.py", 404),
    ("GET", "_dash-component-suites/dash/.", 404),
    ("GET", "_dash-component-suites/dash/x.v1m1.", 404),
    ("GET", "_reload-hash", 404),
    ("GET", "_dash-update-component", 405),
    ("PUT", "_dash-update-component", 405),
    ("DELETE", "_dash-update-component", 405),
    ("POST", "", 405),
    ("POST", "healthz", 405),
    ("POST", "_dash-layout", 405),
    ("DELETE", "_dash-dependencies", 405),
    ("PATCH", "assets/frame.css", 405),
    ("TRACE", "", 405),
    ("MADE-UP", "", 405),
)
