"""Figures read back: packed numbers, and which axis a trace belongs to."""

import base64
from typing import Any

import numpy as np

from osteoniche.result import Vector


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
    """Axis titles by axis name, of the axes that have one."""
    return {
        name: axis["title"]["text"]
        for name, axis in figure["layout"].items()
        if name.startswith(("xaxis", "yaxis")) and "title" in axis
    }
