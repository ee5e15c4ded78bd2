"""How sure the numbers of all runs are: likely ranges, once the settings rest.

An answer names the runs that have one; the page asks here for each by itself, the visitor's own
first, and keeps what it knows (assets/pages/explore/ranges.js). While a dial moves they fade.
"""

from collections.abc import Mapping
from typing import Any

import flask
import numpy as np
import orjson
from dash import Dash

from osteoniche import parameters
from osteoniche.calibration.bands import Band, ends
from osteoniche.engine.result import Result, Vector
from osteoniche.errors import Problem, ScenarioError, SolverError
from osteoniche.figures.look import PIN_PREFIX, packed
from osteoniche.figures.stacked import APOPTOSIS, BONE, LOWEST_DRAWN, PLOTS, TUMOUR
from osteoniche.numerals import compact, percent
from osteoniche.scenario import Scenario, address
from osteoniche.scenario.presets import OWN, reference_arms
from osteoniche.study import Comparison
from osteoniche.web.edge.health import Busy
from osteoniche.web.kit.page import Likely
from osteoniche.web.pages.explore import likely_range, words
from osteoniche.web.pages.explore.request import View

PATH = "ranges"
"""Where the script asks, below the prefix."""
SMALLEST = 1.0
"""Cells below which a burden counts as this many."""


def register(app: Dash, likely: Likely) -> None:
    """Answer `PATH` with the likely range of the scenario that is posted there.

    While others are computed there is no content yet (204).
    """

    def ranges() -> flask.Response:
        try:
            content = range_of(_scenario(flask.request.get_json()), likely)
        except Busy:  # no failure that a browser would log: the page asks again by itself
            return flask.Response(status=204)
        return flask.Response(orjson.dumps(content), mimetype="application/json")

    path = app.config.routes_pathname_prefix + PATH
    app.server.add_url_rule(path, PATH, ranges, methods=["POST"])


def _scenario(given: Any) -> Scenario:
    query = given.get("scenario") if isinstance(given, dict) else None
    if not isinstance(query, str):
        raise ScenarioError([Problem("scenario", type(query).__name__, "send an address")])
    return address.decode(query)


def of_view(shown: Comparison, view: View) -> dict[str, Any]:
    """What the page is to ask for: the runs that have a range, by their keys, as addresses.

    And `why` none is drawn, if that needs a word.
    """
    if not view.band:
        return {"runs": {}, "why": ""}
    known = {key: scenario for key, (scenario, result) in runs(shown).items() if result.ok}
    with_range = {key: address.encode(one) for key, one in known.items() if _has_range(one)}
    return {"runs": with_range, "why": _why(shown.scenario, view)}


def _has_range(scenario: Scenario) -> bool:
    return scenario.tumour != "none" and parameters.is_fitted(scenario.set)


def _why(scenario: Scenario, view: View) -> str:
    if not parameters.is_fitted(scenario.set):
        return words.NO_BAND_SET.format(set=scenario.set)
    if view.side:
        return words.NO_BAND_BESIDE
    return words.NO_BAND_AGAINST if view.minus else ""


def runs(shown: Comparison) -> Mapping[str, tuple[Scenario, Result]]:
    """The visitor's run, the arms and the kept runs, by their keys."""
    found: dict[str, tuple[Scenario, Result]] = {OWN: (shown.scenario, shown.own)}
    found |= {arm: (shown.arm_scenarios[arm], result) for arm, result in shown.arms.items()}
    pins = ((pin.scenario, pin.result) for pin in shown.pins)
    return found | {f"{PIN_PREFIX}{place}": pin for place, pin in enumerate(pins)}


def range_of(scenario: Scenario, likely: Likely) -> dict[str, Any]:
    """The likely range of a run: both ends of each read-out by its axis, and in words.

    `none` says that it can not be made.
    """
    try:
        band, untreated = likely(scenario), likely(reference_arms(scenario)["untreated"])
    except SolverError:
        return {"none": words.NO_BAND}
    return {
        "days": packed(band.days),
        "ends": {plot.yaxis: list(map(packed, _ends(band, plot.series))) for plot in PLOTS},
        "texts": _texts(band, untreated),
        "note": likely_range.note(band),
    }


def _ends(band: Band, series: str) -> tuple[Vector, Vector]:
    """Both ends of a read-out on all days, as far as they are drawn."""
    low, high = band.of(band.lower, series), band.of(band.upper, series)
    if series != TUMOUR.series:
        return low, high
    return np.maximum(low, LOWEST_DRAWN), np.maximum(high, LOWEST_DRAWN)


def _texts(band: Band, untreated: Band) -> dict[str, str]:
    """The range of each number that has one, by the card that shows it."""
    lost = 100 - band.of(band.last, BONE.series)
    burdens = (one.of(one.last, TUMOUR.series) for one in (band, untreated))
    return {
        "tumour": _smaller(*burdens),
        "bone": words.likely(*(percent(max(end, 0.0)) for end in ends(lost))),
        "apoptosis": words.likely(*map(percent, ends(band.of(band.highest, APOPTOSIS.series)))),
    }


def _smaller(burden: Vector, untreated: Vector) -> str:
    """How many times smaller than untreated, member by member; in cells for that run itself."""
    if np.array_equal(burden, untreated, equal_nan=True):
        return words.cells_of(words.likely(*map(compact, ends(burden))))
    times = untreated / np.maximum(burden, SMALLEST)
    return words.TIMES.format(times=words.likely(*map(_times, ends(times))))


def _times(value: float) -> str:
    """Two digits: an end of a range is known no better."""
    return compact(float(f"{value:.2g}"))
