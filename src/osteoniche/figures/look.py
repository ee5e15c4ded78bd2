"""How every series looks, everywhere: colour, line and name, in light and in dark.

The colours are those of Okabe and Ito, which people with the usual colour blindness can tell apart;
the line style is the second cue.
"""

import base64
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from osteoniche.drugs import roles
from osteoniche.roles import ROLES, Role
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Ink:
    """The colours of one theme that are not a series' own."""

    text: str
    soft: str
    grid: str
    paper: str


INK = {
    "light": Ink(text="#16181d", soft="#5c6270", grid="#e3e5ea", paper="#ffffff"),
    "dark": Ink(text="#f4f5f7", soft="#a9b0bd", grid="#3a3f4a", paper="#1d2026"),
}
"""The themes."""

CLEAR = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
"""What lies under a plot is the page's own."""

PHONE, DESK, HALL = SCREENS = ("phone", "desk", "hall")
"""The kinds of screen, smallest first; the style sheet says from where to where each goes."""
SCALES = {PHONE: 0.92, DESK: 1.0, HALL: 1.3}
"""How much larger letters and lines are drawn on each."""
SIZES = ("size", "width", "thickness", "standoff", "l", "r", "t", "b", "yshift")
"""The keys of a figure that are lengths on the screen."""


@dataclass(frozen=True)
class Line:
    """A series' look: `colour` None is the theme's ink; `dash` as plotly.js and SVG name it."""

    label: str
    colour: str | None
    dash: str
    width: float

    def drawn(self, theme: str) -> dict[str, Any]:
        """The line as plotly.js wants it."""
        return {"color": self.shade(theme), "dash": self.dash, "width": self.width}

    def small(self) -> "Line":
        """The same for a small plot: thinner, its dashes as much shorter."""
        return replace(self, dash=FINE_DASHES[self.dash], width=FINER * self.width)

    def shade(self, theme: str) -> str:
        """The colour in a theme."""
        return self.colour or INK[theme].text


LINES = {
    "untreated": Line("Untreated", "#8c8c8c", "dot", 2.2),
    "chemotherapy": Line("Chemotherapy", "#d55e00", "dash", 1.8),
    "antibody": Line("Antibody", "#0072b2", "dashdot", 1.8),
    "combination": Line("Both", "#009e73", "solid", 1.6),
    OWN: Line("Your run", None, "solid", 3.6),
}
"""The reference arms and the visitor's run."""

PIN_LINES = tuple(
    Line("", colour, dash, 2.2)
    for dash in ("longdash", "longdashdot")
    for colour in ("#cc79a7", "#e69f00", "#56b4e9")
)
"""Pinned runs, by their place."""

PIN_PREFIX = "pin-"
"""What the key of a pinned run begins with, before its place; those of arms are their names."""

LOOKS = {
    Role.CHEMOTHERAPY: LINES["chemotherapy"],
    Role.ANTIBODY: LINES["antibody"],
    Role.BONE: Line(ROLES[Role.BONE].label, "#cc79a7", "longdash", 1.8),
    Role.OTHER: Line(ROLES[Role.OTHER].label, "#7b61c9", "longdashdot", 1.8),
}
"""Drugs, by what they are for."""
ROLE_LINES = {role: LOOKS[role] for role in roles()}
"""Those of the roles that have drugs."""

DETAIL_COLOURS = ("#56b4e9", "#e69f00", "#cc79a7", "#009e73", "#d55e00")
"""Further colours for the series of one explaining plot."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
"""Their second cue."""

SVG_DASHES = {
    "dot": "2 4",
    "dash": "8 5",
    "dashdot": "8 4 2 4",
    "solid": "",
    "longdash": "13 5",
    "longdashdot": "13 4 2 4",
}
"""The same line styles for SVG strokes."""


FINER = 0.75
"""How much thinner lines are in small plots."""
FINE_DASHES = {
    "dot": "2px,3px",
    "dash": "5px,3px",
    "dashdot": "6px,2px,2px,2px",
    "solid": "solid",
    "longdash": "9px,3px",
    "longdashdot": "9px,2px,2px,2px",
}
"""The same line styles for small plots, as plotly.js takes lengths."""


def packed(values: npt.NDArray[np.float64]) -> dict[str, str]:
    """Numbers as plotly.js reads them fastest: base64 of 4-byte floats."""
    data = np.ascontiguousarray(values, dtype="<f4").tobytes()
    return {"dtype": "f4", "bdata": base64.b64encode(data).decode()}


def plain(text: str) -> str:
    """A text that plotly.js shows as it is: it would read tags, entities and %{templates}."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("%{", "&#37;{")):
        text = text.replace(mark, entity)
    return text


def view_of(scenario: Scenario) -> str:
    """The name of a time axis: as long as it stays the same, a plot stays zoomed as it is."""
    return f"{scenario.species} {scenario.days}"


def sized(drawn: Any, screen: str) -> Any:
    """A figure, or a part of one, with letters and lines as large as a screen needs them."""
    scale = SCALES[screen]
    if scale == 1 or not isinstance(drawn, dict | list):
        return drawn
    if isinstance(drawn, list):
        return [sized(part, screen) for part in drawn]
    return {
        key: scale * part if key in SIZES and isinstance(part, int | float) else sized(part, screen)
        for key, part in drawn.items()
    }


def blank() -> dict[str, Any]:
    """A figure before there is anything to draw: nothing of it is seen in any theme."""
    hidden = {"visible": False}
    return {"data": [], "layout": {**CLEAR, "xaxis": hidden, "yaxis": dict(hidden)}}


def printed(theme: str) -> dict[str, Any]:
    """What a picture to take away is made with: white paper, and each of the theme's inks on it."""
    shown, paper = vars(INK[theme]), vars(INK["light"])
    return {"paper": paper["paper"], "inks": {shown[name]: paper[name] for name in shown}}


def axis(title: str, theme: str, **more: Any) -> dict[str, Any]:
    """An axis in the theme's ink with a title."""
    ink = INK[theme]
    return {
        "title": {"text": title, "font": {"size": 13}, "standoff": 6},
        "gridcolor": ink.grid,
        "linecolor": ink.grid,
        "zeroline": False,
        "tickfont": {"size": 12},
        "automargin": False,
        **more,
    }


def spanning(low: float, high: float) -> dict[str, Any]:
    """What an axis from `low` to `high` has besides, so that plotly.js comes back to just these.

    A range alone is forgotten once a plot is zoomed: what plotly.js then finds by itself has room
    for marks on both sides.
    """
    return {
        "range": [low, high],
        "autorange": True,
        "autorangeoptions": {"minallowed": low, "maxallowed": high},
    }


def layout(theme: str, *, days: bool = False, **more: Any) -> dict[str, Any]:
    """What every figure shares.

    Zooming into one whose `days` are shared shows the same days in all others of the same name
    (`uirevision`); see assets/shell/plots.js.
    """
    ink = INK[theme]
    return {
        "font": {"family": FONT, "color": ink.text, "size": 13},
        **CLEAR,
        "hoverlabel": {"bgcolor": ink.paper, "bordercolor": ink.grid, "font": {"color": ink.text}},
        "margin": {"l": 68, "r": 14, "t": 8, "b": 44},
        "meta": printed(theme) | ({"days": True} if days else {}),
        **more,
    }


def thinned(colour: str, share: float) -> str:
    """A colour of six digits (#rrggbb), of which so much is seen."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
