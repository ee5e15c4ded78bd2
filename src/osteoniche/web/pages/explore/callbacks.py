"""The callbacks of the Explore page: what in the browser or on the server follows from what.

The browser sends the newest state of the controls when the last answer has arrived (see
assets/pages/explore/requests.js), so a drag never queues.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from osteoniche.errors import ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OPENING, PRESETS, preset
from osteoniche.web.kit import ids
from osteoniche.web.kit import words as kit_words
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.kit.page import Services
from osteoniche.web.kit.tables import problems
from osteoniche.web.pages.explore import answer, files, live, ranges, why, words
from osteoniche.web.pages.explore import request as page
from osteoniche.web.rail import arrangement, origin
from osteoniche.web.rail.choice import SECTIONS, choice_from, regimens_of
from osteoniche.web.rail.controls import FIELDS

KEYS = tuple(arrangement.arranged(preset("combination")))
"""Every control property that `arranged` sets, in a fixed order."""
VIEW = {
    ids.SCALE: "value",
    ids.PANELS: "value",
    ids.MINUS: "value",
    ids.DATA: "value",
    ids.PINS: "data",
    ids.SIDE: "checked",
    ids.BAND: "checked",
}
"""The controls of the view, and the property of each that an address sets."""


def register(app: Dash, services: Services) -> None:
    """Add the page's callbacks."""
    run, band = services.run, services.band
    _register_request(app)
    _register_against(app)
    _register_ways(app)
    _register_arrangement(app)
    _register_file(app)
    _register_picture(app)
    files.register(app, run, services.known_band)
    live.register(app, run)
    ranges.register(app, band)
    why.register(app, services)

    @app.callback(
        output={name: Output(*place) for name, place in answer.OUTPUTS.items()},
        inputs=[Input(ids.REQUEST, "data")],
        prevent_initial_call=True,
    )
    def simulate(message: Any) -> answer.Shown:
        return answer.answer(message, run)


def _register_picture(app: Dash) -> None:
    """Write the picture into its box, once."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "writeTexts"),
        Output(ids.SCENE_TEXTS, "clear_data"),
        Input(ids.SCENE_TEXTS, "data"),
    )


def _register_request(app: Dash) -> None:
    """Send the newest state of the controls when the last answer has arrived."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "request"),
        Output(ids.REQUEST, "data"),
        Input(ids.CHOICE, "data"),
        Input(ids.EXTRA, "data"),
        Input(ids.THEME, "data"),
        Input(ids.SCREEN, "data"),
        Input(ids.AGAIN, "data"),
        Input(ids.ARRANGED, "data"),
        Input(ids.RESTED, "data"),
        *(Input(component, prop) for component, prop in VIEW.items()),
        *(Input(ids.control(name), "value") for name in FIELDS if name not in kit_words.DIALS),
        *(State(ids.control(name), "value") for name in kit_words.DIALS),
        *(State(ids.number(name), "value") for name in kit_words.DIALS),
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
        Output(ids.MINUS, "value", allow_duplicate=True),
        Output(ids.KEPT, "children"),
        Input(ids.PIN, "n_clicks"),
        Input(ids.PIN_NAME, "n_submit"),
        Input(ids.UNPIN, "data"),
        State(ids.PIN_NAME, "value"),
        State(ids.PINS, "data"),
        State(ids.MINUS, "value"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )


def _register_against(app: Dash) -> None:
    """Offer the arms and the pinned runs to show others against, in the browser.

    The list follows the pins and no answer: an older answer would take a choice away that an
    address has just made.
    """
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "against"),
        Output(ids.MINUS, "data"),
        Input(ids.PINS, "data"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )


def _register_ways(app: Dash) -> None:
    """What leads to a folded control, and an opened file to the server, in the browser."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "unfold"),
        Output(ids.FOLDS, "value"),
        Input(ids.UNFOLD, "data"),
        State(ids.FOLDS, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "opened"),
        Output(ids.FILE, "data"),
        Output(ids.UPLOAD, "contents"),
        Input(ids.UPLOAD, "contents"),
        State(ids.RULES, "data"),
        prevent_initial_call=True,
    )


def _register_arrangement(app: Dash) -> None:
    """Set the controls when an address, a preset, a species or a drug asks for it."""

    @app.callback(
        *_controls(),
        Input(ids.URL, "search"),
        Input(ids.VISIT, "data"),
        Input(ids.control("species"), "value"),
        *(Input(ids.control(f"{section}.drug"), "value") for section in SECTIONS),
        *(Input(ids.control(f"{section}.regimen"), "value") for section in SECTIONS),
        Input(ids.FORGET_EXTRA, "n_clicks"),
        *(Input(ids.preset(name), "n_clicks") for name in PRESETS),
        State(ids.CHOICE, "data"),
        State(ids.EXTRA, "data"),
        *(State(ids.control(name), "value") for name in FIELDS),
        *(State(ids.number(name), "value") for name in kit_words.DIALS),
        prevent_initial_call="initial_duplicate",
    )
    def arrange(
        search: Any,
        visit: Any,
        species: str,
        *rest: Any,
    ) -> Any:
        choice, extra, *values = rest[2 * len(SECTIONS) + 1 + len(PRESETS) :]
        trigger = ctx.triggered_id
        stand, typed = values[: len(FIELDS)], values[len(FIELDS) :]
        beside = dict(zip(kit_words.DIALS, typed, strict=True))
        given = arrangement.read(choice, dict(zip(FIELDS, stand, strict=True)), beside)
        present = arrangement.current(choice, given, extra)
        if trigger is None or trigger == ids.URL:
            return from_address(search, present, opening=True)
        if trigger == ids.VISIT:
            return _visited(visit, present)
        regimens = dict(zip(SECTIONS, rest[len(SECTIONS) :], strict=False))
        for section in SECTIONS:
            if trigger == ids.control(f"{section}.regimen"):
                return _on_regimen(present, choice, section, regimens[section])
        wanted = {"species": species, **dict(zip(SECTIONS, rest, strict=False))}
        for name in PRESETS:
            if trigger == ids.preset(name):
                return _set(arrangement.arranged(preset(name, present.species)))
        if trigger == ids.FORGET_EXTRA:
            return _set(arrangement.forgotten())
        return _chosen(trigger, present, wanted, choice)


def _register_file(app: Dash) -> None:
    """Set the controls as a file wants them; the file travels this once and never again."""

    @app.callback(
        *_controls(),
        Input(ids.FILE, "data"),
        prevent_initial_call=True,
    )
    def open_file(file: Any) -> Any:
        try:
            scenario, made = files.opened(file)
            told = origin.notice(scenario, made)
            return _set(arrangement.arranged(scenario), told)
        except ScenarioError as error:
            return _refuse(error, words.BAD_FILE)


def _controls() -> Iterator[Output]:
    """Everything that is set when the controls are arranged anew, and the word that they are."""
    told = ((ids.ADDRESS_NOTICE, "children"), (ids.ARRANGED, "data"))
    for component, prop in (*KEYS, *VIEW.items(), *told):
        yield Output(component, prop, allow_duplicate=True)


def from_address(search: Any, present: Scenario, *, opening: bool = False) -> tuple[Any, ...]:
    """The controls as an address wants them, with a notice of what is wrong or worth knowing.

    They stay at `present` for an address that can not be read at all. While the page opens, an
    address that says nothing leaves the controls as they came.
    """
    text = search.removeprefix("?") if isinstance(search, str) else ""
    if opening and not text:
        raise PreventUpdate
    try:
        opened = page.from_address(text)
    except ScenarioError as error:
        untouched = present == preset(OPENING)
        return _refuse(error, words.BAD_ADDRESS_OPENED if untouched else words.BAD_ADDRESS)
    told = origin.notice(opened.scenario, opened.made, opened.left_out)
    view = (opened.view[component] for component in VIEW)
    return (*_in_order(opened.scenario), *view, told, True)


def _visited(visit: Any, present: Scenario) -> tuple[Any, ...]:
    """The controls as an address within the page wants them.

    One that is only of a scenario (`alone`) leaves the view, pinned runs included, as it is.
    """
    given = visit if isinstance(visit, dict) else {}
    wanted = from_address(given.get("search"), present)
    if given.get("alone") is not True:
        return wanted
    controls, told = wanted[: len(KEYS)], wanted[len(KEYS) + len(VIEW) :]
    return (*controls, *(no_update for _ in VIEW), *told)


def _set(shown: Mapping[arrangement.Key, Any], notice: Any = None) -> tuple[Any, ...]:
    """Set some controls, and leave the others and the view as they are."""
    return (*(shown.get(key, no_update) for key in KEYS), *(no_update for _ in VIEW), notice, True)


def _refuse(error: ScenarioError, lead: str) -> tuple[Any, ...]:
    kept = (no_update,) * (len(KEYS) + len(VIEW))
    return (*kept, problems(error, lead, close=True), True)


def _chosen(
    trigger: str, present: Scenario, wanted: dict[str, str], choice: Any
) -> tuple[Any, ...]:
    """The controls after a choice; PreventUpdate if it is none or what stands there already."""
    sections = {ids.control(f"{section}.drug"): section for section in SECTIONS}
    field = sections.get(trigger, "species")
    try:
        chosen = choice_from(wanted)
    except ScenarioError:
        raise PreventUpdate from None
    if isinstance(choice, dict) and choice.get(field) == wanted[field]:
        raise PreventUpdate
    if field == "species":
        switched, dropped = arrangement.with_species(present, chosen.species)
        left = ScenarioError(dropped)
        told = problems(left, words.LEFT_OUT, close=True) if dropped else None
        return _set(arrangement.arranged(switched), told)
    return _set(arrangement.another_drug(present, choice, field, wanted[field]))


def _on_regimen(present: Scenario, choice: Any, section: str, name: Any) -> tuple[Any, ...]:
    """The controls with a drug on a usual regimen; PreventUpdate where there is none to take."""
    try:
        drug = choice_from(choice).drug(section)
        known = regimens_of(section, choice_from(choice))
    except ScenarioError:
        raise PreventUpdate from None
    if drug is None or not isinstance(name, str) or name not in known:
        raise PreventUpdate
    return _set(arrangement.arranged(arrangement.with_regimen(present, drug, name)))


def _in_order(scenario: Scenario) -> list[Any]:
    shown = arrangement.arranged(scenario)
    return [shown[key] for key in KEYS]
