"""What the figures of a cohort share: whose run is shown, its line, and the frame around."""

from dataclasses import replace
from typing import Any

from osteoniche.analysis.cohort import INNER, OUTER, Cohort
from osteoniche.figures.look import DESK, HALL, LINES, PHONE, Line, layout, thinned
from osteoniche.scenario.presets import OWN, reference_arms

OPACITY = {INNER: 0.30, OUTER: 0.16}
BAR = 0.75
"""How much is seen of bands and bars."""
NAMED = {PHONE: 112, DESK: 40, HALL: 40}
"""Pixels for the names above a figure, which stand below each other on a phone."""


def shown_arm(cohort: Cohort) -> str:
    """The arm that is the visitor's run: one of its own, or the one that it equals."""
    if OWN in cohort.arms:
        return OWN
    key = cohort.scenario.key()
    return next(name for name, arm in cohort.arms.items() if arm.scenario.key() == key)


def look_of(cohort: Cohort, theme: str) -> Line:
    """The line of the visitor's run, in the colour of the arm that it equals."""
    key = cohort.scenario.key()
    like = [name for name, arm in reference_arms(cohort.scenario).items() if arm.key() == key]
    own = LINES[OWN]
    colour = LINES[like[0]].colour if like else own.shade(theme)
    return replace(own, colour=colour)


def arm_look(name: str, theme: str) -> Line:
    """The line of an arm, its colour in a theme."""
    return replace(LINES[name], colour=LINES[name].shade(theme))


def shade(look: Line, share: float) -> str:
    """The colour of a line that has one, of which so much is seen."""
    return thinned(str(look.colour), share)


def mine(trace: dict[str, Any]) -> dict[str, Any]:
    """A trace of the visitor's run."""
    return trace | {"meta": OWN}


def framed(theme: str, screen: str, **more: Any) -> dict[str, Any]:
    """A layout with the names of the arms in rows above; on paper thinned ink is that of paper."""
    legend = {"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0}
    margin = {"l": 70, "r": 14, "t": NAMED[screen], "b": 44}
    drawn = layout(theme, legend=legend | {"traceorder": "normal"}, **{"margin": margin, **more})
    shares, ink = (*OPACITY.values(), BAR), LINES[OWN]
    inks = {thinned(ink.shade(theme), each): thinned(ink.shade("light"), each) for each in shares}
    drawn["meta"] = drawn["meta"] | {"inks": drawn["meta"]["inks"] | inks}
    return drawn
