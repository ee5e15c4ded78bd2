"""Figures read back: packed numbers, and which axis a trace belongs to."""

import base64
import json
from typing import Any

import numpy as np
from dash import Patch
from plotly.utils import PlotlyJSONEncoder

from osteoniche.engine.result import Vector


def unpacked(values: dict[str, str]) -> Vector:
    """The numbers that a figure carries as base64."""
    assert set(values) == {"dtype", "bdata"}
    data = np.frombuffer(base64.b64decode(values["bdata"], validate=True), dtype=values["dtype"])
    return data.astype(np.float64)


def same(drawn: dict[str, str], expected: Vector) -> bool:
    """Whether packed numbers are the expected ones, as exactly as four bytes can say them."""
    return np.array_equal(
        np.asarray(expected, dtype=np.float32).astype(np.float64), unpacked(drawn), equal_nan=True
    )


def axis_of(figure: dict[str, Any], trace: dict[str, Any]) -> dict[str, Any]:
    """The vertical axis of a trace."""
    name = "yaxis" + trace.get("yaxis", "y").removeprefix("y")
    found: dict[str, Any] = figure["layout"][name]
    return found


def titles(figure: dict[str, Any]) -> dict[str, str]:
    """Titles by axis name, of the axes that have one: beside the axis, or above its plot."""
    axes = {
        name: axis for name, axis in figure["layout"].items() if name.startswith(("xaxis", "yaxis"))
    }
    above = {note["y"]: note["text"] for note in figure["layout"].get("annotations", ())}
    found = {}
    for name, axis in axes.items():
        if "title" in axis:
            found[name] = axis["title"]["text"]
        elif axis.get("domain", [0, 0])[1] in above:
            found[name] = above[axis["domain"][1]].removeprefix("<b>").removesuffix("</b>")
    return found


def notices(figure: dict[str, Any]) -> list[str]:
    """What stands over the plots besides their titles."""
    told = [note["text"] for note in figure["layout"]["annotations"]]
    return [text for text in told if text.removeprefix("<b>")[:-4] not in titles(figure).values()]


def operations(patch: Patch) -> dict[tuple[Any, ...], Any]:
    """What a patch assigns, by place."""
    listed = patch.to_plotly_json()["operations"]
    assert {each["operation"] for each in listed} == {"Assign"}
    return {tuple(each["location"]): each["params"]["value"] for each in listed}


def patched(before: Any, patch: Patch) -> Any:
    """What is on the page after a patch."""
    whole = json.loads(json.dumps(before, cls=PlotlyJSONEncoder))
    for place, value in operations(patch).items():
        part = whole
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = json.loads(json.dumps(value, cls=PlotlyJSONEncoder))
    return whole
