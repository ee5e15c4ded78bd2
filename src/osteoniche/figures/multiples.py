"""Runs side by side: small plots of one run each, on axes that they share.

On a wide screen a run is a column of three plots above its doses, so that a row has one vertical
axis. On a phone the plots of one quantity stand above each other, on one time axis.
"""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from osteoniche.engine.result import Result
from osteoniche.figures.look import INK, LINES, PHONE, PIN_PREFIX, ROLE_LINES, Line, plain
from osteoniche.figures.stacked import (
    DOSES_AXIS,
    LABELS_BETWEEN,
    PLOTS,
    ROOM_FOR_TWO,
    TUMOUR,
    Plot,
    decades,
    frame,
    powers_of_ten,
)
from osteoniche.figures.timecourse import Group, curves, doses, own_line, pinned_lines
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison

Drawn = tuple[str, Scenario, Result, Line]
"""The key of a run, the run and its look."""

BETWEEN = 0.024
"""Share of the width between two columns."""
LETTERS = 60
"""Characters that fit into all columns of a desk's screen side by side."""
LEAST_LETTERS = 9
HEADING = {"size": 12}
STACKED, NAME, TITLE, FOOT = 60, 20, 22, 44
"""On a phone, pixels of a small plot, of the name above it, of a quantity's title, of the axis."""


def runs_of(shown: Comparison) -> list[Drawn]:
    """What stands side by side: the visitor's run and the pinned ones; without any, the arms."""
    kept = [
        (f"{PIN_PREFIX}{place}", pin.scenario, pin.result, line)
        for place, (pin, line) in enumerate(pinned_lines(shown))
    ]
    arms = [(arm, shown.arm_scenarios[arm], shown.arms[arm], LINES[arm]) for arm in shown.arms]
    return [(OWN, shown.scenario, shown.own, own_line(shown)), *(kept or arms)]


def figure(
    shown: Comparison, theme: str, screen: str, *, linear: bool, against: str | None = None
) -> dict[str, Any]:
    """The small plots; `against` as in `timecourse.figure`."""
    data = [trace for _, _, traces in groups(shown, theme, screen) for trace in traces]
    return {"data": data, "layout": frames(shown, theme, screen, linear=linear, against=against)}


def frames(
    shown: Comparison, theme: str, screen: str, *, linear: bool, against: str | None
) -> dict[str, Any]:
    """The axes of all plots, with the names of the runs."""
    runs, layout = runs_of(shown), frame(shown, theme, screen, linear=linear, against=against)
    if not linear:
        _label_few(layout[_axis_of(TUMOUR)], [result for _, _, result, _ in runs[1:]])
    layout = _stacked(layout, runs, theme) if screen == PHONE else _columns(layout, runs)
    layout["meta"]["named"] = True  # each plot has the name of its run: no legend is needed
    return layout


def _label_few(axis: dict[str, Any], others: list[Result]) -> None:
    """Labels between the powers of ten where the small plots span too few of these.

    The visitor's own curve does not decide, for it moves.
    """
    if decades(others) > LABELS_BETWEEN:
        return
    axis |= powers_of_ten(0.0, 1)


def groups(shown: Comparison, theme: str, screen: str) -> Iterator[Group]:
    """The traces of each run in the order of `figure`."""
    runs = runs_of(shown)
    count = len(PLOTS) if screen == PHONE else len(PLOTS) + len(ROLE_LINES)
    for place, (key, _, _, _) in enumerate(runs):
        yield key, count, _run(runs, place, theme, screen)


def height(shown: Comparison, screen: str) -> int | None:
    """Pixels that the small plots take; None where they take what there is."""
    return _height(len(runs_of(shown))) if screen == PHONE else None


def _run(runs: list[Drawn], place: int, theme: str, screen: str) -> Iterator[dict[str, Any]]:
    """The traces of a run, on the axes of its place."""
    _, scenario, result, look = runs[place]
    for row, trace in enumerate(curves(result, look.small(), theme)):
        if screen == PHONE:
            yield trace | {"yaxis": _numbered("y", row * len(runs) + place)}
        else:
            yield trace | {"xaxis": _numbered("x", place)}
    if screen != PHONE:
        for trace in doses(scenario, theme):
            yield trace | {"xaxis": _numbered("x", place)}


def _numbered(letter: str, place: int) -> str:
    return f"{letter}{place + 1}" if place else letter


# Wide: a column for each run


def _columns(layout: dict[str, Any], runs: list[Drawn]) -> dict[str, Any]:
    count, time = len(runs), layout.pop("xaxis")
    width = (1 - (count - 1) * BETWEEN) / count
    headings = list(layout["annotations"])
    for plot in PLOTS:  # these are low: a title in one line would reach into the next plot
        name = layout[_axis_of(plot)]["title"]
        name["text"] = name["text"].replace(" (", "<br>(")
    for place, (_, _, _, look) in enumerate(runs):
        left = place * (width + BETWEEN)
        column = time | {"domain": [left, min(left + width, 1.0)], "nticks": 3, "title": {}}
        column.pop("dtick", None)  # weeks have no room here
        if place:
            column["matches"] = "x"
        layout[_numbered("xaxis", place)] = column
        words = "<br>".join(plain(part) for part in _lines(look.label, count))
        headings.append(_text(words, left + width / 2, 1.0, "center", "bottom"))
    title = _text(time["title"]["text"], 0.5, 0.0, "center", "top") | {"yshift": -22}
    layout["annotations"] = [*headings, title | {"font": time["title"]["font"]}]
    layout["margin"] = layout["margin"] | {"t": 40, "l": ROOM_FOR_TWO}
    return layout


def _lines(name: str, count: int) -> list[str]:
    """A name in two lines at most, as wide as one of so many columns has room for."""
    width = max(LEAST_LETTERS, LETTERS // count)
    return wrap(name, width, max_lines=2, placeholder="…")


# Narrow: one above the other


def _height(count: int) -> int:
    return len(PLOTS) * (TITLE + count * (NAME + STACKED)) + FOOT


def _stacked(layout: dict[str, Any], runs: list[Drawn], theme: str) -> dict[str, Any]:
    count, whole = len(runs), _height(len(runs)) - FOOT
    rows = [layout.pop(_axis_of(plot)) for plot in PLOTS]
    layout.pop(DOSES_AXIS.replace("y", "yaxis"))
    texts, top = list(layout["annotations"]), 0.0
    for row, axis in enumerate(rows):
        title = axis["title"]["text"].replace("<br>", " ")
        bold = {"font": {"size": 13, "color": INK[theme].text}}
        texts.append(_text(f"<b>{title}</b>", 0.0, 1 - top / whole, "left", "top") | bold)
        top += TITLE
        for place, (_, _, _, look) in enumerate(runs):
            texts.append(_text(plain(look.label), 0.0, 1 - top / whole, "left", "top"))
            bottom = top + NAME + STACKED
            domain = [max(0.0, 1 - bottom / whole), 1 - (top + NAME) / whole]
            number = row * count + place
            matched = {"matches": _numbered("y", row * count)} if place else {}
            small = axis | {"domain": domain, "title": {}, "nticks": 3} | matched
            layout[_numbered("yaxis", number)] = small
            top = bottom
    layout["annotations"] = texts
    layout["xaxis"] = layout["xaxis"] | {"anchor": _numbered("y", len(PLOTS) * count - 1)}
    layout["hovermode"] = "closest"
    layout["margin"] = {"l": 48, "r": 10, "t": 0, "b": FOOT}
    return layout


def _axis_of(plot: Plot) -> str:
    return "yaxis" + plot.yaxis.removeprefix("y")


def _text(text: str, x: float, y: float, xanchor: str, yanchor: str) -> dict[str, Any]:
    """Words at a place of the whole figure."""
    return {
        "text": text,
        "font": HEADING,
        "xref": "paper",
        "yref": "paper",
        "x": x,
        "y": y,
        "xanchor": xanchor,
        "yanchor": yanchor,
        "showarrow": False,
    }
