"""Taking away tables and scenario files, and opening them (plotly.js makes the pictures)."""

import base64
import binascii
import json
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from osteoniche.errors import Problem, ScenarioError
from osteoniche.scenario import Scenario
from osteoniche.study import Run
from osteoniche.web import asked, flow, ids

FILE_AT_MOST = 100_000
"""Bytes of a scenario file."""
CONTENTS_AT_MOST = 4 * FILE_AT_MOST // 3 + 100
"""Characters of such a file as the browser sends it."""


def register(app: Dash, run: Run) -> None:
    """Add the downloads; both take what the page asked for last."""

    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.TAKE_CSV, "n_clicks"),
        State(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def take_table(clicks: Any, request: Any) -> dict[str, Any]:
        del clicks
        return _file("osteoniche.csv", flow.table(_asked(request), run), "text/csv")

    @app.callback(
        Output(ids.DOWNLOAD, "data", allow_duplicate=True),
        Input(ids.TAKE_JSON, "n_clicks"),
        State(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )
    def take_scenario(clicks: Any, request: Any) -> dict[str, Any]:
        del clicks
        text = flow.scenario_json(_asked(request).scenario)
        return _file("osteoniche-scenario.json", text, "application/json")


def scenario_of_file(contents: Any) -> Scenario:
    """The scenario of an uploaded file (a data URL); raises ScenarioError with every problem.

    The file holds a scenario, or a result of the command line with its scenario.
    """
    if not isinstance(contents, str):
        raise _wrong(type(contents).__name__, "open a file")
    if len(contents) > CONTENTS_AT_MOST:
        size = f"about {len(contents) * 3 // 4000} kB"
        raise _wrong(size, f"open a file of at most {FILE_AT_MOST // 1000} kB")
    try:
        text = base64.b64decode(contents.partition(",")[2], validate=True).decode("utf-8-sig")
        data = json.loads(text)
    except (binascii.Error, UnicodeDecodeError):
        raise _wrong("not text", "open a JSON file in UTF-8") from None
    except (ValueError, RecursionError):
        raise _wrong("not JSON", "open a file of settings, as this page saves it") from None
    if isinstance(data, dict) and isinstance(data.get("scenario"), dict):
        data = data["scenario"]
    return Scenario.model_validate(data)


def _wrong(value: str, allowed: str) -> ScenarioError:
    return ScenarioError([Problem("file", value, allowed)])


def _asked(request: Any) -> asked.Asked:
    """The last request; PreventUpdate where it can not be run, for the page says so already."""
    try:
        return asked.read(request if isinstance(request, dict) else {})
    except ScenarioError:
        raise PreventUpdate from None


def _file(name: str, text: str, kind: str) -> dict[str, Any]:
    return {"filename": name, "content": text, "type": kind, "base64": False}
