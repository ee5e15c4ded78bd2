"""The callbacks of the Explore page: controls -> scenario -> curves -> what is shown.

The browser sends the newest state of the controls when the last answer has arrived (see
assets/latest-wins.js), so a drag never queues. Each answer says which arms the page now shows; as
long as they stay the same, only the visitor's own curves travel.
"""

import hashlib
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, Patch, State, ctx, no_update
from dash.exceptions import PreventUpdate

from osteoniche import address
from osteoniche.errors import Problem, ScenarioError
from osteoniche.figures import details, timecourse
from osteoniche.figures.look import INK
from osteoniche.narrative import tell
from osteoniche.presets import PRESETS, preset
from osteoniche.scenario import Scenario
from osteoniche.study import Comparison, Run, compare
from osteoniche.web import arrangement, ids, panels, words
from osteoniche.web.controls import CHOSEN, FIELDS, NUMERIC, choice_from, scenario_of

SCRIPT = "osteoniche"
LINEAR = "linear"
KEYS = tuple(arrangement.arranged(preset("combination")))
"""Every control property that `arranged` sets, in a fixed order."""


def register(app: Dash, run: Run) -> None:
    """Add the page's callbacks; `run` gives the result of a scenario, remembered or computed."""
    _register_dials(app)
    _register_request(app)
    _register_arrangement(app)

    @app.callback(
        Output(ids.TIMECOURSE, "figure"),
        *(Output(ids.panel(name), "figure") for name in details.all_details()),
        Output(ids.SENTENCE, "children"),
        Output(ids.HEADLINES, "children"),
        Output(ids.TABLE, "children"),
        Output(ids.NOTICE, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def simulate(request: Any) -> tuple[Any, ...]:
        return answer(request, run)


def answer(request: Any, run: Run) -> tuple[Any, ...]:
    """Everything the page shows for one request, in the order of the callback's outputs."""
    asked = request if isinstance(request, dict) else {}
    unchanged = (no_update,) * (len(details.all_details()) + 4)
    try:
        scenario = _scenario(asked)
        theme, linear, opened = _view(asked)
    except ScenarioError as error:
        reply = {"seq": asked.get("seq"), "shown": asked.get("shown"), "query": None}
        return (*unchanged, panels.problems(error, words.REFUSED), reply)
    comparison = compare(scenario, run)
    shown = _token(comparison, theme, linear)
    reply = {"seq": asked.get("seq"), "shown": shown, "query": _query(scenario, linear, opened)}
    return (
        _timecourse(comparison, theme, linear, known=asked.get("shown") == shown),
        *_details(comparison, theme, opened),
        tell(scenario, comparison.own, comparison.arms["untreated"]),
        panels.headlines(comparison),
        panels.values(comparison.own) if panels.VALUES in opened else no_update,
        None,
        reply,
    )


def _scenario(asked: dict[str, Any]) -> Scenario:
    choice, values = asked.get("choice"), asked.get("values")
    if not isinstance(choice, dict) or not isinstance(values, dict):
        raise ScenarioError([Problem("request", type(asked).__name__, "send choice and values")])
    by_field = {
        field: values[ids.control(field)] for field in FIELDS if ids.control(field) in values
    }
    return scenario_of(choice, by_field, asked.get("extra"))


def _view(asked: dict[str, Any]) -> tuple[str, bool, list[str]]:
    """Theme, whether the tumour axis is linear, and the open panels; unknown words are ignored."""
    theme = asked.get("theme")
    opened = asked.get("panels")
    names = (*details.all_details(), panels.VALUES)
    known = [name for name in names if name in opened] if isinstance(opened, list) else []
    known_theme = theme if isinstance(theme, str) and theme in INK else "light"
    return known_theme, asked.get("scale") == LINEAR, known


def _token(comparison: Comparison, theme: str, linear: bool) -> str:
    """A short name for everything in the figure but the visitor's own curves."""
    arms = [scenario.key() for scenario in comparison.arm_scenarios.values()]
    text = " ".join([*arms, theme, str(linear), comparison.own.status.name])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _timecourse(comparison: Comparison, theme: str, linear: bool, *, known: bool) -> Any:
    """The figure, or only the visitor's own part of it where the rest is already on the page."""
    scenario, own = comparison.scenario, comparison.own
    if not known:
        return timecourse.figure(scenario, own, comparison.arms, theme, linear=linear)
    patch = Patch()
    for place, trace in timecourse.own_traces(scenario, own, theme).items():
        patch["data"][place] = trace
    return patch


def _details(comparison: Comparison, theme: str, opened: list[str]) -> list[Any]:
    return [
        details.figure(name, comparison.scenario, comparison.own, theme)
        if name in opened
        else no_update
        for name in details.all_details()
    ]


def _query(scenario: Scenario, linear: bool, opened: list[str]) -> str:
    shown = [address.encode(scenario)]
    shown += [f"{address.VIEW}axis={LINEAR}"] if linear else []
    shown += [f"{address.VIEW}open={','.join(opened)}"] if opened else []
    return "&".join(part for part in shown if part)


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
        Input(ids.SCALE, "value"),
        Input(ids.PANELS, "value"),
        Input(ids.THEME, "data"),
        *(Input(ids.control(name), "value") for name in (*NUMERIC, *CHOSEN)),
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "release"),
        Output(ids.ANSWER, "clear_data"),
        Input(ids.ANSWER, "data"),
        prevent_initial_call=True,
    )


def _register_arrangement(app: Dash) -> None:
    """Set the controls when an address, a preset, a species or a drug asks for it."""

    @app.callback(
        *(Output(component, prop, allow_duplicate=True) for component, prop in KEYS),
        Output(ids.SCALE, "value"),
        Output(ids.PANELS, "value"),
        Output(ids.ADDRESS_NOTICE, "children"),
        Input(ids.URL, "search"),
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
    def arrange(search: str | None, species: str, chemotherapy: str, bone: str, *rest: Any) -> Any:
        choice, extra, *values = rest[1 + len(PRESETS) :]
        asked = {"species": species, "chemotherapy": chemotherapy, "bone": bone}
        trigger = ctx.triggered_id
        if trigger is None or trigger == ids.URL:
            return _from_address(search if isinstance(search, str) else "")
        present = arrangement.current(choice, dict(zip(FIELDS, values, strict=True)), extra)
        scenario = _chosen(trigger, present, asked, choice)
        return (*_in_order(arrangement.arranged(scenario)), no_update, no_update, None)


def _from_address(search: str) -> tuple[Any, ...]:
    """The controls as an address wants them; with a notice and unchanged if it is wrong."""
    if not search.removeprefix("?"):
        raise PreventUpdate
    kept = (no_update,) * len(KEYS)
    view = address.view(search)
    scale = LINEAR if view.get("axis") == LINEAR else "log"
    opened = [name for name in view.get("open", "").split(",") if name]
    try:
        scenario = address.decode(search)
    except ScenarioError as error:
        return (*kept, no_update, no_update, panels.problems(error, words.BAD_ADDRESS))
    return (*_in_order(arrangement.arranged(scenario)), scale, opened, None)


def _chosen(trigger: str, present: Scenario, asked: dict[str, str], choice: Any) -> Scenario:
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
        choice_from(asked)
    except ScenarioError:
        raise PreventUpdate from None
    if isinstance(choice, dict) and choice.get(field) == asked[field]:
        raise PreventUpdate
    if field == "species":
        return arrangement.with_species(present, asked["species"])
    return arrangement.with_drug(present, field, asked[field])


def _in_order(shown: dict[arrangement.Key, Any]) -> list[Any]:
    return [shown[key] for key in KEYS]
