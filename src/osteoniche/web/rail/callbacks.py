"""The callbacks of the settings that run in the browser: dials, and fields that are typed in."""

from dash import ClientsideFunction, Dash, Input, Output, State

from osteoniche.web.kit import ids, words
from osteoniche.web.kit.browser import SCRIPT
from osteoniche.web.rail.choice import SECTIONS


def register(app: Dash) -> None:
    """Add the callbacks."""
    _register_dials(app)
    _register_typed(app)


def _register_dials(app: Dash) -> None:
    """Keep slider, typed value and default together, in the browser.

    What a hand does to a slider is seen by assets/rail/hand.js: a callback would be late.
    """
    for name in words.DIALS:
        app.clientside_callback(
            ClientsideFunction(SCRIPT, "dial"),
            Output(ids.control(name), "value", allow_duplicate=True),
            Output(ids.number(name), "value"),
            Output(ids.number(name), "error"),
            Output(ids.RESTED, "data", allow_duplicate=True),
            Input(ids.number(name), "value"),
            Input(ids.default(name), "n_clicks"),
            State(ids.control(name), "value"),
            State(ids.CHOICE, "data"),
            State(ids.scale(name), "children"),
            State(ids.RULES, "data"),
            prevent_initial_call=True,
        )


def _register_typed(app: Dash) -> None:
    """What the browser knows of typed fields: their limits, and which are idle."""
    app.clientside_callback(
        ClientsideFunction(SCRIPT, "limits"),
        Output(ids.CHOICE, "clear_data"),
        Input(ids.CHOICE, "data"),
        State(ids.RULES, "data"),
    )
    for section in SECTIONS:
        app.clientside_callback(
            ClientsideFunction(SCRIPT, "infused"),
            Output(ids.control(f"{section}.hours"), "disabled"),
            Input(ids.control(f"{section}.route"), "value"),
            prevent_initial_call=True,
        )
