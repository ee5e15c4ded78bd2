"""One answer to the page: from what it asks to everything that it shows.

Each answer names what of the picture does not follow the sliders (arms, pins, theme, axes). As long
as that stays the same, only the visitor's own curves travel.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from dash import Patch, no_update

from osteoniche import address
from osteoniche.errors import ScenarioError
from osteoniche.figures import details, multiples, observations, timecourse
from osteoniche.figures.look import LINES, sized
from osteoniche.figures.relative import compared
from osteoniche.narrative import tell
from osteoniche.observed import Overlay, placed, resembling
from osteoniche.result import Result
from osteoniche.scenario import Scenario
from osteoniche.study import Comparison, Run, compare
from osteoniche.tables import as_csv_of
from osteoniche.web import asked as page
from osteoniche.web import chips, ids, numbers, panels, words
from osteoniche.web.arrangement import also, shown_if
from osteoniche.web.asked import Asked, View
from osteoniche.web.differences import differences

Shown = dict[str, Any]
"""What the page is to show, by the name of the callback's output."""

OUTPUTS: dict[str, tuple[str, str]] = {
    ids.TIMECOURSE: (ids.TIMECOURSE, "figure"),
    ids.PLOTS_BOX: (ids.PLOTS_BOX, "style"),
    **{ids.panel(name): (ids.panel(name), "figure") for name in details.all_details()},
    ids.SENTENCE: (ids.SENTENCE, "children"),
    ids.HEADLINES: (ids.HEADLINES, "children"),
    ids.TABLE: (ids.TABLE, "children"),
    ids.LEGEND: (ids.LEGEND, "children"),
    ids.DIFFERS: (ids.DIFFERS, "children"),
    ids.ALSO: (ids.ALSO, "children"),
    ids.FORGET_EXTRA: (ids.FORGET_EXTRA, "style"),
    ids.DATA: (ids.DATA, "children"),
    ids.DATA_NOTES: (ids.DATA_NOTES, "children"),
    ids.NOTICE: (ids.NOTICE, "children"),
    ids.ANSWER: (ids.ANSWER, "data"),
}
"""Every output of an answer: component and property."""

MOVING = {"lines": ("y",), "markers": ("x", "y", "hovertemplate")}
"""What follows the sliders in the traces of a run and in those of its doses, by their mode.

The days of a run follow its schedule, which is part of what the answer is known by.
"""


def answer(request: Any, run: Run) -> Shown:
    """Everything the page shows for one request, by output."""
    given = request if isinstance(request, dict) else {}
    try:
        asked = page.read(given)
    except ScenarioError as error:
        return refused(given, error)
    shown = beside(asked, run)
    found = _observations(shown)
    token = _token(shown, asked, found)
    known = asked.shown == token
    drawn = known and asked.drawn == address.encode(asked.scenario)
    hidden = also(asked.scenario, asked.choice)
    return {
        ids.TIMECOURSE: _unless(drawn, lambda: _timecourse(shown, asked, found, known=known)),
        ids.PLOTS_BOX: _unless(known, lambda: _room(shown, asked)),
        **_details(shown, asked, found),
        ids.SENTENCE: _unless(drawn, lambda: _told(shown)),
        ids.HEADLINES: _unless(drawn, lambda: _headlines(shown, known=known)),
        ids.TABLE: numbers.tables(shown) if panels.VALUES in asked.view.opened else no_update,
        ids.LEGEND: _unless(known, lambda: _legend(shown, asked)),
        ids.DIFFERS: chips.differing(differences(shown.scenario, asked.choice)),
        ids.ALSO: hidden,
        ids.FORGET_EXTRA: shown_if(hidden),
        ids.DATA: _unless(known, lambda: chips.offered([o.series for o in found.values()])),
        ids.DATA_NOTES: chips.observed([found[n] for n in asked.view.data if n in found]),
        ids.NOTICE: panels.notes(_notes(shown, asked)),
        ids.ANSWER: _reply(given, asked, shown, token),
    }


def moved(request: Any, run: Run) -> dict[str, Any]:
    """What follows the dials, for a page that shows everything else already (see `live`).

    `moved` holds the parts of the traces by their place, and the open panels' figures by their
    component; it is None where more of the page changes, which `answer` then gives.
    """
    given = request if isinstance(request, dict) else {}
    more: dict[str, Any] = {"seq": given.get("seq"), "moved": None}
    try:
        asked = page.read(given)
    except ScenarioError:
        return more
    shown = beside(asked, run)
    found = _observations(shown)
    token = _token(shown, asked, found)
    if asked.shown != token or not shown.own.ok:
        return more
    reference = _reference(shown, asked.view.minus)
    drawn = compared(shown, reference[1]) if reference else shown
    traces = _own_traces(drawn, asked.view)
    panels_open = _details(shown, asked, found)
    return _reply(given, asked, shown, token) | {
        "moved": {
            "traces": {place: _moving(trace) for place, trace in traces.items()},
            "panels": {name: it for name, it in panels_open.items() if it is not no_update},
        }
    }


def _reply(given: Shown, asked: Asked, shown: Comparison, token: str) -> dict[str, Any]:
    """What the page's scripts know of an answer; they write `told` and `own` themselves."""
    return {
        "seq": given.get("seq"),
        "shown": token,
        "query": page.query(asked),
        "scenario": address.encode(asked.scenario),
        "told": _told(shown),
        "own": panels.texts_of(panels.own_headline(shown)),
    }


def refused(given: dict[str, Any], error: ScenarioError) -> Shown:
    """The page as it is, with a list of what was wrong."""
    reply = {"seq": given.get("seq"), "shown": given.get("shown"), "query": None}
    shown: Shown = dict.fromkeys(OUTPUTS, no_update)
    return shown | {
        ids.NOTICE: panels.problems(error, words.REFUSED),
        ids.ANSWER: reply,
    }


def beside(asked: Asked, run: Run) -> Comparison:
    """The run that is asked for, beside its arms and the pinned runs."""
    return compare(asked.scenario, run, [(pin.name, pin.scenario) for pin in asked.pins])


def table(asked: Asked, run: Run) -> str:
    """Every curve on the screen as comma-separated text, the name of its run first."""
    shown = beside(asked, run)
    runs = {"your run": shown.own} | dict(shown.arms) | {p.name: p.result for p in shown.pins}
    return as_csv_of(runs)


def _told(shown: Comparison) -> str:
    return tell(shown.scenario, shown.own, shown.arms["untreated"])


def _notes(shown: Comparison, asked: Asked) -> Iterator[str]:
    """What the visitor asked for and does not get."""
    if not page.has_room(asked):
        yield words.NO_ROOM
    reference = _named(shown, asked.view.minus)
    if reference and not reference[1].ok:
        yield words.NO_REFERENCE.format(name=reference[0])
    elif reference and asked.view.data:
        yield words.NO_DATA_AGAINST
    elif asked.view.side and asked.view.data:
        yield words.NO_DATA_BESIDE


def _unless(known: bool, make: Callable[[], Any]) -> Any:
    """Something to show, unless the page shows it already."""
    return no_update if known else make()


def _observations(shown: Comparison) -> dict[str, Overlay]:
    """Every published series that resembles the run or one of the arms, where it lies."""
    found: dict[str, Overlay] = {}
    arms = [(shown.arm_scenarios[arm], result) for arm, result in shown.arms.items()]
    for scenario, result in [(shown.scenario, shown.own), *arms]:
        for series in resembling(scenario):
            found.setdefault(series.name, placed(series, result))
    return found


def _token(shown: Comparison, asked: Asked, found: dict[str, Overlay]) -> str:
    """A short name for everything in the figure but the visitor's own curves."""
    view = asked.view
    arms = [(arm.key(), shown.arms[name].status.name) for name, arm in shown.arm_scenarios.items()]
    pins = [(pin.name, pin.scenario.key(), pin.result.status.name) for pin in shown.pins]
    laid = [(name, found[name].values.tolist()) for name in view.data if name in found]
    looks = [view.theme, view.screen, view.linear, view.side]
    days = hashlib.sha256(shown.own.days.tobytes()).hexdigest()
    shows = [*looks, view.minus, shown.own.status.name, days, list(found)]
    text = json.dumps([arms, pins, laid, shows])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _timecourse(shown: Comparison, asked: Asked, found: dict[str, Overlay], *, known: bool) -> Any:
    """The figure, or only the visitor's own part of it where the rest is already on the page."""
    view = asked.view
    reference = _reference(shown, view.minus)
    drawn = compared(shown, reference[1]) if reference else shown
    if known:
        return _moved(_own_traces(drawn, view))
    name = reference[0] if reference else None
    make = multiples.figure if view.side else timecourse.figure
    figure = make(drawn, view.theme, view.screen, linear=view.linear, against=name)
    if reference is None and not view.side:
        laid = [found[name] for name in view.data if name in found]
        figure["data"] += observations.traces(laid, view.theme)
    return sized(figure, view.screen)


def _moved(traces: dict[int, dict[str, Any]]) -> Patch:
    """What follows the sliders in traces that are on the page already."""
    patch = Patch()
    for place, trace in traces.items():
        for part, values in _moving(trace).items():
            patch["data"][place][part] = values
    return patch


def _moving(trace: dict[str, Any]) -> dict[str, Any]:
    """What follows the sliders of a trace."""
    return {part: trace[part] for part in MOVING[trace["mode"]]}


def _own_traces(drawn: Comparison, view: View) -> dict[int, dict[str, Any]]:
    """The traces that follow the sliders, by their place in the figure."""
    if view.side:
        return multiples.own_traces(drawn, view.theme, view.screen)
    return timecourse.own_traces(drawn, view.theme)


def _room(shown: Comparison, asked: Asked) -> dict[str, str]:
    """The style of what holds the plots: at least as high as they need it."""
    height = multiples.height(shown, asked.view.screen) if asked.view.side else None
    return {"minHeight": f"{height}px"} if height else {}


def _headlines(shown: Comparison, *, known: bool) -> Any:
    """The table of headline numbers, or only the visitor's row of the one on the page."""
    if not known:
        return panels.headlines(shown)
    patch = Patch()
    panels.own_row_in(patch)[0] = panels.own_headline(shown)
    return patch


def _reference(shown: Comparison, minus: str | None) -> tuple[str, Result] | None:
    """The run that others are shown against, if it has a curve: its name and result."""
    found = _named(shown, minus)
    return found if found and found[1].ok else None


def _named(shown: Comparison, minus: str | None) -> tuple[str, Result] | None:
    """The run that others are to be shown against: its name and result."""
    if minus is not None and minus in shown.arms:
        return LINES[minus].label, shown.arms[minus]
    if minus is None or not minus.startswith(page.PIN_PREFIX):
        return None
    place = int(minus.removeprefix(page.PIN_PREFIX))
    pin = shown.pins[place] if place < len(shown.pins) else None
    return (pin.name, pin.result) if pin else None


def _details(shown: Comparison, asked: Asked, found: dict[str, Overlay]) -> Shown:
    """The explaining plots that are open."""
    laid = [found[name] for name in asked.view.data if name in found]
    figures: Shown = {}
    for name in details.all_details():
        figures[ids.panel(name)] = no_update
        if name in asked.view.opened:
            figure = details.figure(name, shown.scenario, shown.own, asked.view.theme)
            figure["data"] += observations.detail_traces(name, laid, asked.view.theme)
            figures[ids.panel(name)] = sized(figure, asked.view.screen)
    return figures


def _legend(shown: Comparison, asked: Asked) -> Any:
    """What each line stands for; plots side by side have the names above them."""
    if asked.view.side:
        return None
    return panels.legend(line for _, line in timecourse.pinned_lines(shown))


def scenario_json(scenario: Scenario) -> str:
    """A scenario as the file that page and command line load again."""
    return scenario.model_dump_json(indent=1) + "\n"
