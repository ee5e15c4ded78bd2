"""The short way of a moved dial: only what follows it travels, past Dash.

Dash needs some hundred milliseconds in the browser for one answer of many outputs. So a script
(assets/live.js) asks here while a dial moves, draws the curves and writes the numbers, and has Dash
do the rest (chips, address, tables) once the dial rests.
"""

from typing import Any

import flask
import orjson
from dash import Dash

from osteoniche.study import Run
from osteoniche.web import flow
from osteoniche.web.picture import Likely

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS  # traces go by their place
PATH = "live"
"""Where the script asks, below the prefix."""


def register(app: Dash, run: Run, band: Likely) -> None:
    """Answer `PATH`; `run` gives the result of a scenario and `band` its likely range."""

    def live() -> flask.Response:
        answer = content(flask.request.get_json(), run, band)
        return flask.Response(answer, mimetype="application/json")

    path = app.config.routes_pathname_prefix + PATH
    app.server.add_url_rule(path, PATH, live, methods=["POST"])


def content(request: Any, run: Run, band: Likely) -> bytes:
    """The answer to a request, as it travels."""
    return orjson.dumps(flow.moved(request, run, band), option=OPTIONS, default=_component)


def _component(part: Any) -> Any:
    """What a plot's figure holds besides plain values."""
    return part.to_plotly_json()
