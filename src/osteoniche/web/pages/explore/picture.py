"""What the main plots show for one request: the runs, what is laid over them, and their figure.

Each picture has a token: a short name for all of it that does not follow the dials. As long as that
stays the same, only the visitor's own curves travel, and those of the runs beside it that are drawn
otherwise on the page: arms follow the induction, and all runs follow an arm that they are shown
against.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import Patch

from osteoniche.analysis.observed import Overlay, placed, resembling
from osteoniche.engine.result import Result
from osteoniche.evidence.series import Series
from osteoniche.figures import multiples, observations, stacked, timecourse
from osteoniche.figures.look import LINES, PIN_PREFIX, sized
from osteoniche.figures.relative import compared
from osteoniche.scenario.limits import INDUCTION
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison, Run, compare
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore import words
from osteoniche.web.pages.explore.request import Request
from osteoniche.web.rail.arrangement import also

Traces = dict[int, dict[str, Any]]
"""Parts of traces by their place in the figure."""

MOVING, OWN_MOVING, DOSES_MOVING = ("y",), ("y", "line"), ("x", "y", "hovertemplate")
"""What follows the dials in the traces of a run and in those of its doses.

The days of a run follow its schedule, which is part of what the picture is known by.
"""


def beside(request: Request, run: Run) -> Comparison:
    """The run that is asked for, beside its arms and the pinned runs."""
    return compare(request.scenario, run, [(pin.name, pin.scenario) for pin in request.pins])


@dataclass(frozen=True)
class Picture:
    """The runs of a request, and the published series that resemble them."""

    request: Request
    shown: Comparison
    found: dict[str, tuple[Series, Result]]

    @classmethod
    def of(cls, request: Request, run: Run) -> "Picture":
        """The picture of a request."""
        shown = beside(request, run)
        return cls(request, shown, _resembling(shown))

    @cached_property
    def token(self) -> str:
        """A short name for everything in the figure but what follows the dials."""
        shown, view = self.shown, self.request.view
        arms = shown.arm_scenarios["combination"].model_copy(
            update={"induction": INDUCTION.default}  # the one dial that arms follow
        )
        pins = [(pin.name, pin.scenario.key(), pin.result.status.name) for pin in shown.pins]
        laid = [(one.series.name, one.values.tolist()) for one in self.laid]
        days = hashlib.sha256(shown.own.days.tobytes()).hexdigest()
        ends = [result.status.name for result in shown.arms.values()]
        looks = [view.theme, view.screen, view.minus, days]
        said = [list(self.found), self.hidden, self.notes]
        return _named(arms.key(), ends, pins, laid, looks, said, self._frame)

    @cached_property
    def beside(self) -> dict[str, str]:
        """A short name for what is drawn of each run but the visitor's own, by its key."""
        keys = {arm: scenario.key() for arm, scenario in self.shown.arm_scenarios.items()}
        for place, pin in enumerate(self.shown.pins):
            keys[f"{PIN_PREFIX}{place}"] = pin.scenario.key()
        minus = keys.get(self.request.view.minus or "")
        return {run: _named(self.token, run, key, minus) for run, key in keys.items()}

    @property
    def lasts(self) -> bool:
        """Whether the same request gives the same picture each time."""
        shown = self.shown
        results = (shown.own, *shown.arms.values(), *(pin.result for pin in shown.pins))
        return all(result.status.lasts for result in results)

    @property
    def moved(self) -> list[str]:
        """The runs beside the visitor's own that the page does not show as they are now."""
        drawn = self.request.beside
        return [run for run, name in self.beside.items() if drawn.get(run) != name]

    @cached_property
    def hidden(self) -> str:
        """In words, what no control shows."""
        return also(self.request.scenario, self.request.choice)

    @cached_property
    def notes(self) -> list[str]:
        """What the visitor asked for and does not get."""
        return list(_notes(self))

    @cached_property
    def laid(self) -> list[Overlay]:
        """The published series that are laid over the plots."""
        wanted = self.request.view.data
        return [placed(*self.found[name]) for name in wanted if name in self.found]

    @cached_property
    def named(self) -> tuple[str, Result] | None:
        """The run that others are to be shown against: its name and result."""
        minus, shown = self.request.view.minus, self.shown
        if minus is not None and minus in shown.arms:
            return LINES[minus].label, shown.arms[minus]
        if minus is None or not minus.startswith(PIN_PREFIX):
            return None
        place = int(minus.removeprefix(PIN_PREFIX))
        pin = shown.pins[place] if place < len(shown.pins) else None
        return (pin.name, pin.result) if pin else None

    @property
    def reference(self) -> tuple[str, Result] | None:
        """The same, if it has a curve."""
        return self.named if self.named and self.named[1].ok else None

    def figure(self) -> dict[str, Any]:
        """The whole figure."""
        data = [trace for _, _, traces in self._groups() for trace in traces]
        if self.reference is None and not self.request.view.side:
            data += observations.traces(self.laid, self.request.view.theme)
        whole: dict[str, Any] = sized(
            {"data": data, "layout": self._frame}, self.request.view.screen
        )
        return whole

    @cached_property
    def _frame(self) -> dict[str, Any]:
        """The layout of the figure."""
        view = self.request.view
        frame = multiples.frames if view.side else stacked.headed
        against = self.reference[0] if self.reference else None
        return frame(self._drawn, view.theme, view.screen, linear=view.linear, against=against)

    def _groups(self) -> Iterator[timecourse.Group]:
        """The traces of each run in the order of the figure."""
        view = self.request.view
        if view.side:
            return multiples.groups(self._drawn, view.theme, view.screen)
        return timecourse.groups(self._drawn, view.theme)

    @cached_property
    def moving(self) -> dict[str, Traces]:
        """What follows the dials of each run that the page does not show as it is now."""
        drawn = timecourse.placed(self._groups(), [OWN, *self.moved])
        screen = self.request.view.screen
        return {
            run: {
                place: sized({part: trace[part] for part in _moving(run, trace)}, screen)
                for place, trace in traces.items()
                if _moving(run, trace)
            }
            for run, traces in drawn.items()
        }

    def patch(self) -> Patch:
        """What follows the dials, for a figure that is on the page already."""
        patch = Patch()
        for traces in self.moving.values():
            for place, parts in traces.items():
                for part, values in parts.items():
                    patch["data"][place][part] = values
        return patch

    @cached_property
    def _drawn(self) -> Comparison:
        return compared(self.shown, self.reference[1]) if self.reference else self.shown


def _moving(run: str, trace: dict[str, Any]) -> tuple[str, ...]:
    if trace["name"] == timecourse.LIKELY:  # it comes later, and by another way
        return ()
    if trace["name"].startswith(timecourse.DOSES_OF):
        return DOSES_MOVING
    return OWN_MOVING if run == OWN else MOVING


def _notes(picture: Picture) -> Iterator[str]:
    view = picture.request.view
    if not page.has_room(picture.request):
        yield words.NO_ROOM
    if picture.named and not picture.reference:
        yield words.NO_REFERENCE.format(name=picture.named[0])
    elif picture.reference and view.data:
        yield words.NO_DATA_AGAINST
    elif view.side and view.data:
        yield words.NO_DATA_BESIDE


def _resembling(shown: Comparison) -> dict[str, tuple[Series, Result]]:
    """Every published series that resembles the run or one of the arms, and which of them."""
    found: dict[str, tuple[Series, Result]] = {}
    arms = [(shown.arm_scenarios[arm], result) for arm, result in shown.arms.items()]
    for scenario, result in [(shown.scenario, shown.own), *arms]:
        for series in resembling(scenario):
            found.setdefault(series.name, (series, result))
    return found


def _named(*parts: Any) -> str:
    """A short name for plain data."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
