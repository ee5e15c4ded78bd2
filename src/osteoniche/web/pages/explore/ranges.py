"""How sure the numbers of all runs are: likely ranges of cards and table, once the settings rest.

They are computed after the answer and beside it, one band for each run; what was computed before is
remembered. While a dial moves they fade (assets/pages/explore/ranges.js).
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from osteoniche import parameters
from osteoniche.calibration.bands import Band, ends
from osteoniche.engine.result import Result, Vector
from osteoniche.errors import ScenarioError, SolverError
from osteoniche.figures.look import OWN, PIN_PREFIX
from osteoniche.numerals import compact, percent
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import reference_arms
from osteoniche.study import Comparison
from osteoniche.web.edge.health import Busy
from osteoniche.web.kit import ids, words
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.page import Likely, Services
from osteoniche.web.pages.explore import request as page
from osteoniche.web.pages.explore.picture import beside

BONE, TUMOUR, APOPTOSIS = "bone_mass_percent", "tumour_cells", "apoptosis_percent"
SMALLEST = 1.0
"""Cells below which a burden counts as this many."""
CARDS = ("tumour", "bone", "apoptosis")
"""The cards that have a range, in the order of the columns of the table."""


def register(app: Dash, services: Services) -> None:
    """Add the ranges: what the server gives, and what the script does with it."""

    @app.callback(
        Output(ids.RANGES, "data"),
        Input(ids.ANSWER, "data"),
        State(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def likely(answer: Any, message: Any) -> dict[str, Any]:
        if not isinstance(answer, dict) or not isinstance(message, dict):
            raise PreventUpdate
        try:
            request = page.read(message)
        except ScenarioError:
            raise PreventUpdate from None
        shown = beside(request, services.run)
        return {"query": page.query(request), "runs": texts(shown, services.band)}

    app.clientside_callback(
        ClientsideFunction(SCRIPT, "showRanges"),
        Output(ids.RANGES, "clear_data"),
        Input(ids.RANGES, "data"),
        prevent_initial_call=True,
    )


def texts(shown: Comparison, likely: Likely) -> dict[str, list[str]]:
    """The range of each number of `CARDS` by run, in words; those that have none are left out."""
    found: dict[str, list[str]] = {}
    for run, (scenario, result) in runs(shown).items():
        if result.ok and scenario.tumour != "none" and parameters.is_fitted(scenario.set):
            with suppress(SolverError, Busy, RuntimeError):  # the last: the server is ending
                untreated = reference_arms(scenario)["untreated"]
                found[run] = _texts(likely(scenario), likely(untreated))
    return found


def runs(shown: Comparison) -> Mapping[str, tuple[Scenario, Result]]:
    """The visitor's run, the arms and the kept runs, by their keys."""
    found: dict[str, tuple[Scenario, Result]] = {OWN: (shown.scenario, shown.own)}
    found |= {arm: (shown.arm_scenarios[arm], result) for arm, result in shown.arms.items()}
    pins = ((pin.scenario, pin.result) for pin in shown.pins)
    return found | {f"{PIN_PREFIX}{place}": pin for place, pin in enumerate(pins)}


def _texts(band: Band, untreated: Band) -> list[str]:
    lost = 100 - band.of(band.last, BONE)
    return [
        _smaller(band.of(band.last, TUMOUR), untreated.of(untreated.last, TUMOUR)),
        words.likely(*(percent(max(end, 0.0)) for end in ends(lost))),
        words.likely(*map(percent, ends(band.of(band.highest, APOPTOSIS)))),
    ]


def _smaller(burden: Vector, untreated: Vector) -> str:
    """How many times smaller than untreated, member by member; in cells for that run itself."""
    if np.array_equal(burden, untreated, equal_nan=True):
        return words.cells_of(words.likely(*map(compact, ends(burden))))
    times = untreated / np.maximum(burden, SMALLEST)
    return words.TIMES.format(times=words.likely(*map(_times, ends(times))))


def _times(value: float) -> str:
    """Two digits: an end of a range is known no better."""
    return compact(float(f"{value:.2g}"))
