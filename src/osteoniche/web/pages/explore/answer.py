"""One answer to the page: from what it asks to everything that it shows.

What the page shows already does not travel again: see `picture`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from dash import Patch, no_update

from osteoniche import narrative, parameters
from osteoniche.calibration.bands import Band
from osteoniche.engine.result import Result
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.figures import details, multiples, observations, scene, timecourse
from osteoniche.figures.look import LINES, sized
from osteoniche.narrative import Answer, brief, trust
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OWN
from osteoniche.study import Comparison, Run, headline
from osteoniche.tables import as_csv_of
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.page import Known
from osteoniche.web.kit.tables import notes, problems
from osteoniche.web.pages.explore import cards, chips, headlines, numbers, ranges
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore.picture import Picture, beside
from osteoniche.web.pages.explore.request import Request
from osteoniche.web.rail import caption
from osteoniche.web.rail.arrangement import shown_if
from osteoniche.web.rail.controls import dials_of, values_of
from osteoniche.web.rail.differences import differences
from osteoniche.web.rail.summaries import summaries

Shown = dict[str, Any]
"""What the page is to show, by the name of the callback's output."""

OUTPUTS: dict[str, tuple[str, str]] = {
    ids.TIMECOURSE: (ids.TIMECOURSE, "figure"),
    ids.PLOTS_BOX: (ids.PLOTS_BOX, "style"),
    **{ids.panel(name): (ids.panel(name), "figure") for name in details.all_details()},
    ids.SENTENCE: (ids.SENTENCE, "children"),
    ids.HEADLINES: (ids.HEADLINES, "children"),
    ids.TABLE: (ids.TABLE, "children"),
    ids.DIFFERS: (ids.DIFFERS, "children"),
    ids.ALSO: (ids.ALSO, "children"),
    ids.FORGET_EXTRA: (ids.FORGET_EXTRA, "style"),
    ids.DATA: (ids.DATA, "children"),
    ids.DATA_NOTES: (ids.DATA_NOTES, "children"),
    ids.NOTICE: (ids.NOTICE, "children"),
    ids.ANSWER: (ids.ANSWER, "data"),
}
"""Every output of an answer: component and property."""


def answer(message: Any, run: Run) -> Shown:
    """Everything the page shows for one request, by output."""
    given = message if isinstance(message, dict) else {}
    try:
        request = page.read(given)
    except ScenarioError as error:
        return refused(given, error)
    picture = Picture.of(request, run)
    shown = picture.shown
    known = request.shown == picture.token
    drawn = known and request.drawn == address.encode(request.scenario)
    hidden = picture.hidden
    return {
        ids.TIMECOURSE: _unless(drawn, picture.patch if known else picture.figure),
        ids.PLOTS_BOX: _unless(known, lambda: _room(shown, request)),
        **_details(picture),
        ids.SENTENCE: _unless(drawn, lambda: _answered(shown).why),
        ids.HEADLINES: _unless(drawn, lambda: _headlines(picture, known=known)),
        ids.TABLE: numbers.tables(shown) if headlines.VALUES in request.view.opened else no_update,
        ids.DIFFERS: _differing(request),
        ids.ALSO: _unless(known, lambda: hidden),
        ids.FORGET_EXTRA: _unless(known, lambda: shown_if(hidden)),
        ids.DATA: _unless(known, lambda: chips.offered([it for it, _ in picture.found.values()])),
        ids.DATA_NOTES: _unless(known and not picture.laid, lambda: chips.observed(picture.laid)),
        ids.NOTICE: _unless(known, lambda: notes(picture.notes)),
        ids.ANSWER: _reply(given, picture)
        | {
            "rows": _rows(shown, [OWN, *shown.arms]),
            "scene": scene.scene(shown.scenario, shown.own),
            "likely": ranges.of_view(shown, request.view),
        },
    }


class Moved(NamedTuple):
    """What follows the dials, and whether the same request gives it each time."""

    content: dict[str, Any]
    lasts: bool


def moved(message: Any, run: Run) -> Moved:
    """What follows the dials, for a page that shows everything else already (see `live`).

    `moved` holds for each run whose curves are to be drawn the parts of its traces by their place
    and its row of numbers, and the open panels' figures by their component; it is None where more
    of the page changes, which `answer` then gives.
    """
    given = message if isinstance(message, dict) else {}
    more = Moved({"seq": given.get("seq"), "moved": None}, lasts=False)
    try:
        request = page.read(given)
    except ScenarioError:
        return more
    picture = Picture.of(request, run)
    if request.shown != picture.token or not picture.shown.own.ok:
        return more
    opened = {name: it for name, it in _details(picture).items() if it is not no_update}
    anew = [OWN, *picture.moved]
    moving, rows = picture.moving, _rows(picture.shown, anew)
    runs = {run: {"traces": moving.get(run, {}), "row": rows.get(run)} for run in anew}
    followed = {"runs": runs, "panels": opened}
    drawn = scene.scene(picture.shown.scenario, picture.shown.own, scene.MOVING)
    content = _reply(given, picture) | {"moved": followed, "scene": drawn}
    return Moved(content, picture.lasts)


def refused(given: dict[str, Any], error: ScenarioError) -> Shown:
    """The page as it is, with a list of what was wrong."""
    # What is told of it has to go again, so the next answer is a whole one.
    reply = {"seq": given.get("seq"), "shown": None, "query": None}
    shown: Shown = dict.fromkeys(OUTPUTS, no_update)
    return shown | {
        ids.NOTICE: problems(error, words.REFUSED),
        ids.ANSWER: reply,
    }


def table(request: Request, run: Run, known_band: Known) -> str:
    """Every curve on the screen as comma-separated text: its run's name first, settings last.

    With the likely range of each that was computed before: those of a patient take a minute, and
    the page computes what it shows by itself.
    """
    shown = beside(request, run)
    runs = {LINES[OWN].label: (shown.scenario, shown.own)}
    runs |= {LINES[arm].label: (shown.arm_scenarios[arm], it) for arm, it in shown.arms.items()}
    runs |= {pin.name: (pin.scenario, pin.result) for pin in shown.pins}
    return as_csv_of(
        {name: result for name, (_, result) in runs.items()},
        {name: caption.with_origin(scenario) for name, (scenario, _) in runs.items()},
        dict(_bands(runs, known_band)),
    )


def _bands(
    runs: Mapping[str, tuple[Scenario, Result]], known_band: Known
) -> Iterator[tuple[str, Band]]:
    """The likely range of each run that has one, where it is known."""
    for name, (scenario, result) in runs.items():
        if result.ok and parameters.is_fitted(scenario.set):
            with suppress(SolverError):
                band = known_band(scenario)
                if band is not None:
                    yield name, band


def _reply(given: Shown, picture: Picture) -> dict[str, Any]:
    """What the page's scripts know of an answer; they write `sentence` and rows themselves.

    `title` has two parts, and the colour of the second, if it is not the ink; `brief` is for those
    who hear the page.
    """
    request, shown = picture.request, picture.shown
    told = _answered(shown)
    return {
        "seq": given.get("seq"),
        "shown": picture.token,
        "beside": picture.beside,
        "query": page.query(request),
        "scenario": address.encode(request.scenario),
        "sentence": told.why,
        "title": [told.said, told.because, timecourse.own_line(shown).colour],
        "cards": cards.filled(shown),
        "summaries": summaries(request.scenario, request.choice),
        "trust": {"line": trust.line(shown.scenario), "drugs": trust.given(shown.scenario)},
        "arm": timecourse.equal(shown),
        "brief": brief(shown.own, headline(shown.scenario, shown.own, shown.arms["untreated"])),
        "caption": caption.lines(shown),
    }


def _rows(shown: Comparison, runs: Iterable[str]) -> dict[str, list[str]]:
    """The texts of the rows of numbers of some runs; kept runs have none that moves."""
    told = (OWN, *shown.arms)
    return {run: headlines.texts_of(run, shown) for run in runs if run in told}


def _differing(request: Request) -> list[Any]:
    scenario, choice = request.scenario, request.choice
    stand = dials_of(values_of(scenario, choice), choice)
    return chips.differing(differences(scenario, choice), stand)


def _answered(shown: Comparison) -> Answer:
    return narrative.answer(shown.scenario, shown.own, shown.arms["untreated"])


def _unless(known: bool, make: Callable[[], Any]) -> Any:
    """Something to show, unless the page shows it already."""
    return no_update if known else make()


def _room(shown: Comparison, request: Request) -> dict[str, str]:
    """The style of what holds the plots: at least as high as they need it."""
    height = multiples.height(shown, request.view.screen) if request.view.side else None
    return {"minHeight": f"{height}px"} if height else {}


def _headlines(picture: Picture, *, known: bool) -> Any:
    """The table of headline numbers, or only those rows of the one on the page that moved."""
    shown = picture.shown
    if not known:
        return headlines.headlines(shown)
    patch = Patch()
    rows = headlines.rows_in(patch)
    for place, run in enumerate((OWN, *shown.arms)):
        if run == OWN or run in picture.moved:
            rows[place] = headlines.row_of(run, shown)
    return patch


def _details(picture: Picture) -> Shown:
    """The explaining plots that are open."""
    shown, view = picture.shown, picture.request.view
    figures: Shown = {}
    for name in details.all_details():
        figures[ids.panel(name)] = no_update
        if name in view.opened:
            figure = details.figure(name, shown.scenario, shown.own, view.theme)
            figure["data"] += observations.detail_traces(name, picture.laid, view.theme)
            figures[ids.panel(name)] = sized(figure, view.screen)
    return figures


def scenario_json(scenario: Scenario) -> str:
    """A scenario as the file that page and command line load again."""
    return json.dumps(scenario.as_file(), indent=1) + "\n"
