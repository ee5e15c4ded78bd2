"""What the main plots show for one request: the runs, what is laid over them, and their figure.

Each picture has a token: a short name for all of it that does not follow the dials. As long as that
stays the same, only the visitor's own curves travel.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import Patch

from osteoniche import parameters
from osteoniche.calibration.bands import Band
from osteoniche.errors import SolverError
from osteoniche.figures import multiples, observations, timecourse
from osteoniche.figures.look import LINES, sized
from osteoniche.figures.relative import compared
from osteoniche.observed import Overlay, placed, resembling
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.study import Comparison, Run, compare
from osteoniche.web import asked as page
from osteoniche.web import words
from osteoniche.web.arrangement import also
from osteoniche.web.asked import Asked

Likely = Callable[[Scenario], Band]
"""Gives the band of a scenario's main read-outs."""

MOVING = {"lines": ("y",), "markers": ("x", "y", "hovertemplate")}
"""What follows the dials in the traces of a run and in those of its doses, by their mode.

The days of a run follow its schedule, which is part of what the picture is known by.
"""


def beside(asked: Asked, run: Run) -> Comparison:
    """The run that is asked for, beside its arms and the pinned runs."""
    return compare(asked.scenario, run, [(pin.name, pin.scenario) for pin in asked.pins])


@dataclass(frozen=True)
class Picture:
    """The runs of a request, the published series that resemble them, and the likely range."""

    asked: Asked
    shown: Comparison
    found: dict[str, Overlay]
    band: Band | None

    @classmethod
    def of(cls, asked: Asked, run: Run, likely: Likely) -> "Picture":
        """The picture of a request. There is no band where it would not be drawn or can not be."""
        shown, band = beside(asked, run), None
        if asked.has_band and shown.own.ok:
            try:
                band = likely(shown.scenario)
            except SolverError:
                band = None
        return cls(asked, shown, _observations(shown), band)

    @cached_property
    def token(self) -> str:
        """A short name for everything in the figure but what follows the dials."""
        shown, view = self.shown, self.asked.view
        arms = [
            (arm.key(), shown.arms[name].status.name) for name, arm in shown.arm_scenarios.items()
        ]
        pins = [(pin.name, pin.scenario.key(), pin.result.status.name) for pin in shown.pins]
        laid = [(one.series.name, one.values.tolist()) for one in self.laid]
        looks = [view.theme, view.screen, view.linear, view.side, self.band is not None]
        days = hashlib.sha256(shown.own.days.tobytes()).hexdigest()
        shows = [*looks, view.minus, shown.own.status.name, days, list(self.found)]
        shows += [self.hidden, *self.notes]
        text = json.dumps([arms, pins, laid, shows])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @cached_property
    def hidden(self) -> str:
        """In words, what no control shows."""
        return also(self.asked.scenario, self.asked.choice)

    @cached_property
    def notes(self) -> list[str]:
        """What the visitor asked for and does not get."""
        return list(_notes(self))

    @property
    def laid(self) -> list[Overlay]:
        """The published series that are laid over the plots."""
        return [self.found[name] for name in self.asked.view.data if name in self.found]

    @cached_property
    def named(self) -> tuple[str, Result] | None:
        """The run that others are to be shown against: its name and result."""
        minus, shown = self.asked.view.minus, self.shown
        if minus is not None and minus in shown.arms:
            return LINES[minus].label, shown.arms[minus]
        if minus is None or not minus.startswith(page.PIN_PREFIX):
            return None
        place = int(minus.removeprefix(page.PIN_PREFIX))
        pin = shown.pins[place] if place < len(shown.pins) else None
        return (pin.name, pin.result) if pin else None

    @property
    def reference(self) -> tuple[str, Result] | None:
        """The same, if it has a curve."""
        return self.named if self.named and self.named[1].ok else None

    def figure(self) -> dict[str, Any]:
        """The whole figure."""
        view, reference = self.asked.view, self.reference
        name, drawn = reference[0] if reference else None, self._drawn
        looks = (view.theme, view.screen)
        if view.side:
            figure = multiples.figure(drawn, *looks, linear=view.linear, against=name)
        else:
            figure = timecourse.figure(
                drawn, *looks, linear=view.linear, against=name, band=self.band
            )
        if reference is None and not view.side:
            figure["data"] += observations.traces(self.laid, view.theme)
        whole: dict[str, Any] = sized(figure, view.screen)
        return whole

    def moving(self) -> dict[int, dict[str, Any]]:
        """What follows the dials, by the place of its trace in the figure."""
        view = self.asked.view
        if view.side:
            own = multiples.own_traces(self._drawn, view.theme, view.screen)
        else:
            own = timecourse.own_traces(self._drawn, view.theme, self.band)
        return {
            place: {part: trace[part] for part in MOVING[trace["mode"]]}
            for place, trace in own.items()
        }

    def patch(self) -> Patch:
        """What follows the dials, for a figure that is on the page already."""
        patch = Patch()
        for place, parts in self.moving().items():
            for part, values in parts.items():
                patch["data"][place][part] = values
        return patch

    @cached_property
    def _drawn(self) -> Comparison:
        return compared(self.shown, self.reference[1]) if self.reference else self.shown


def _notes(picture: Picture) -> Iterator[str]:
    view = picture.asked.view
    if not page.has_room(picture.asked):
        yield words.NO_ROOM
    if picture.named and not picture.reference:
        yield words.NO_REFERENCE.format(name=picture.named[0])
    elif picture.reference and view.data:
        yield words.NO_DATA_AGAINST
    elif view.side and view.data:
        yield words.NO_DATA_BESIDE
    if view.band and not parameters.is_fitted(picture.asked.scenario.set):
        yield words.NO_BAND_SET.format(set=picture.asked.scenario.set)
    elif view.band and not picture.asked.has_band:
        yield words.NO_BAND_BESIDE
    elif view.band and picture.shown.own.ok and picture.band is None:
        yield words.NO_BAND


def _observations(shown: Comparison) -> dict[str, Overlay]:
    """Every published series that resembles the run or one of the arms, where it lies."""
    found: dict[str, Overlay] = {}
    arms = [(shown.arm_scenarios[arm], result) for arm, result in shown.arms.items()]
    for scenario, result in [(shown.scenario, shown.own), *arms]:
        for series in resembling(scenario):
            found.setdefault(series.name, placed(series, result))
    return found
