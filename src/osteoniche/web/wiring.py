"""The callbacks of the Explore page: what in the browser or on the server follows from what.

The browser sends the newest state of the controls when the last answer has arrived (see
assets/latest-wins.js), so a drag never queues.
"""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from osteoniche import address
from osteoniche.errors import ScenarioError
from osteoniche.presets import PRESETS, preset
from osteoniche.scenario import Scenario
from osteoniche.study import Run
from osteoniche.web import arrangement, asked, flow, ids, panels, taking, words
from osteoniche.web.controls import CHOSEN, FIELDS, NUMERIC, choice_from

SCRIPT = "osteoniche"
KEYS = tuple(arrangement.arranged(preset("combination")))
"""Every control property that `arranged` sets, in a fixed order."""
VIEW = {
    ids.SCALE: "value",
    ids.PANELS: "value",
    ids.MINUS: "value",
    ids.DATA: "value",
    ids.PINS: "data",
}
"""The controls of the view, and the property of each that an address sets."""


def register(app: Dash, run: Run) -> None:
    """Add the page's callbacks; `run` gives the result of a scenario, remembered or computed."""
    _register_dials(app)
    _register_request(app)
    _register_arrangement(app)
    taking.register(app, run)

    @app.callback(
        output={name: Output(*place) for name, place in flow.OUTPUTS.items()},
        inputs=[Input(ids.REQUEST, "data")],
        prevent_initial_call=True,
    )
    def simulate(request: Any) -> flow.Shown:
        return flow.answer(request, run)


def _register_dials(app: Dash) -> None:
    """Keep slider, typed value and default together, in the browser."""
    for name in words.DIALS:
        app.clientside_callback(
            ClientsideFunction(SCRIPT, "dial"),
            Output(ids.control(name), "value", allow_duplicate=True),
            Output(ids.number(name), "value"),
            Output(ids.number(name), "error"),
            Input(ids.control(name), "value"),
            Input(ids.number(name), "value"),
            Input(ids.default(name), "n_clicks"),
            State(ids.CHOICE, "data"),
            State(ids.control(name), "min"),
            State(ids.control(name), "max"),
            State(ids.scale(name), "children"),
            prevent_initial_call=True,
        )


def _register_request(app: Dash) -> None:
    """Send the newest state of the controls when the last answer has arrived."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "request"),
        Output(ids.REQUEST, "data"),
        Input(ids.CHOICE, "data"),
        Input(ids.EXTRA, "data"),
        Input(ids.THEME, "data"),
        Input(ids.AGAIN, "data"),
        *(Input(component, prop) for component, prop in VIEW.items()),
        *(Input(ids.control(name), "value") for name in (*NUMERIC, *CHOSEN)),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "release"),
        Output(ids.ANSWER, "clear_data"),
        Input(ids.ANSWER, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "pin"),
        Output(ids.PINS, "data", allow_duplicate=True),
        Output(ids.PIN_NAME, "value"),
        Output(ids.PIN_NAME, "error"),
        Input(ids.PIN, "n_clicks"),
        Input(ids.PIN_NAME, "n_submit"),
        Input(ids.UNPIN, "data"),
        State(ids.PIN_NAME, "value"),
        State(ids.ANSWER, "data"),
        State(ids.PINS, "data"),
        prevent_initial_call=True,
    )


def _register_arrangement(app: Dash) -> None:
    """Set the controls when an address, a preset, a file, a species or a drug asks for it."""

    @app.callback(
        *(Output(component, prop, allow_duplicate=True) for component, prop in KEYS),
        *(Output(component, prop, allow_duplicate=True) for component, prop in VIEW.items()),
        Output(ids.ADDRESS_NOTICE, "children"),
        Input(ids.URL, "search"),
        Input(ids.VISIT, "data"),
        Input(ids.UPLOAD, "contents"),
        Input(ids.control("species"), "value"),
        Input(ids.control("chemotherapy.drug"), "value"),
        Input(ids.control("bone.drug"), "value"),
        Input(ids.FORGET_EXTRA, "n_clicks"),
        *(Input(ids.preset(name), "n_clicks") for name in PRESETS),
        State(ids.CHOICE, "data"),
        State(ids.EXTRA, "data"),
        *(State(ids.control(name), "value") for name in FIELDS),
        prevent_initial_call="initial_duplicate",
    )
    def arrange(
        search: Any,
        visit: Any,
        contents: Any,
        species: str,
        chemotherapy: str,
        bone: str,
        *rest: Any,
    ) -> Any:
        choice, extra, *values = rest[1 + len(PRESETS) :]
        trigger = ctx.triggered_id
        if trigger is None or trigger == ids.URL:
            return from_address(search, opening=True)
        if trigger == ids.VISIT:
            return from_address(visit.get("search") if isinstance(visit, dict) else None)
        if trigger == ids.UPLOAD:
            return _from_file(contents)
        wanted = {"species": species, "chemotherapy": chemotherapy, "bone": bone}
        present = arrangement.current(choice, dict(zip(FIELDS, values, strict=True)), extra)
        return _set(_chosen(trigger, present, wanted, choice))


def from_address(search: Any, *, opening: bool = False) -> tuple[Any, ...]:
    """The controls as an address wants them; with a notice and unchanged if it is wrong.

    While the page opens, an address that says nothing leaves the controls as they came. A visit to
    a scenario alone (one without a view) leaves the view as it is.
    """
    text = search.removeprefix("?") if isinstance(search, str) else ""
    if opening and not text:
        raise PreventUpdate
    try:
        scenario, view = address.decode(text), asked.shown_by(text)
    except ScenarioError as error:
        return _refuse(error, words.BAD_ADDRESS)
    return (*_in_order(scenario), *(view[component] for component in VIEW), None)


def _from_file(contents: Any) -> tuple[Any, ...]:
    """The controls as an uploaded scenario wants them."""
    try:
        return _set(taking.scenario_of_file(contents))
    except ScenarioError as error:
        return _refuse(error, words.BAD_FILE)


def _set(scenario: Scenario) -> tuple[Any, ...]:
    return (*_in_order(scenario), *(no_update for _ in VIEW), None)


def _refuse(error: ScenarioError, lead: str) -> tuple[Any, ...]:
    kept = (no_update,) * (len(KEYS) + len(VIEW))
    return (*kept, panels.problems(error, lead))


def _chosen(trigger: str, present: Scenario, wanted: dict[str, str], choice: Any) -> Scenario:
    """The scenario after one choice; PreventUpdate if it is none or what stands there already."""
    for name in PRESETS:
        if trigger == ids.preset(name):
            return preset(name, present.species)
    if trigger == ids.FORGET_EXTRA:
        return arrangement.without_extra(present)
    field = {
        ids.control("species"): "species",
        ids.control("chemotherapy.drug"): "chemotherapy",
        ids.control("bone.drug"): "bone",
    }[trigger]
    try:
        choice_from(wanted)
    except ScenarioError:
        raise PreventUpdate from None
    if isinstance(choice, dict) and choice.get(field) == wanted[field]:
        raise PreventUpdate
    if field == "species":
        return arrangement.with_species(present, wanted["species"])
    return arrangement.with_drug(present, field, wanted[field])


def _in_order(scenario: Scenario) -> list[Any]:
    shown = arrangement.arranged(scenario)
    return [shown[key] for key in KEYS]
