"""Taking away tables and scenario files, and opening them (plotly.js makes the pictures)."""

import base64
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output
from dash.exceptions import PreventUpdate

from osteoniche.errors import Problem, ScenarioError
from osteoniche.export import FORMATS
from osteoniche.scenario import Scenario
from osteoniche.scenario.file import MADE, too_large
from osteoniche.study import Run
from osteoniche.web.kit import ids
from osteoniche.web.kit.browser import BEGINNING
from osteoniche.web.kit.files import download
from osteoniche.web.kit.page import Known
from osteoniche.web.kit.qr import qr_of
from osteoniche.web.pages.explore import answer
from osteoniche.web.pages.explore import request as page

FILE_AT_MOST = 100_000
"""Bytes of a scenario file."""
CONTENTS_AT_MOST = 4 * FILE_AT_MOST // 3 + 100
"""Characters of such a file as the browser sends it."""
READ_AT_MOST = 10_000_000
"""Bytes of a file that the browser looks into: a result of the command line is larger than its
scenario, which is all that is sent. A file beyond that is refused by its size alone."""


def register(app: Dash, run: Run, known_band: Known) -> None:
    """Add the downloads; both take what the page asked for last, as its script gives it."""
    app.clientside_callback(
        ClientsideFunction("osteoniche", "take"),
        Output(ids.TAKE, "data"),
        Input(ids.TAKE_CSV, "n_clicks"),
        Input(ids.TAKE_JSON, "n_clicks"),
        Input(ids.TAKE_SBML, "n_clicks"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.TAKE, "data"),
        prevent_initial_call=True,
    )
    def take(wanted: Any) -> dict[str, Any]:
        given = wanted if isinstance(wanted, dict) else {}
        request = _last_request(given.get("request"))
        if given.get("what") == ids.TAKE_JSON:
            text = answer.scenario_json(request.scenario)
            return _file("osteoniche-scenario.json", text, "application/json")
        if given.get("what") == ids.TAKE_SBML:
            sbml = FORMATS["sbml"]
            return _file(
                f"osteoniche{sbml.suffix}", str(sbml.write(request.scenario)), sbml.media_type
            )
        return _file("osteoniche.csv", answer.table(request, run, known_band), "text/csv")

    app.clientside_callback(
        ClientsideFunction("osteoniche", "link"),
        Output(ids.QR_LINK, "data"),
        Input(ids.QR, "n_clicks"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.QR_CODE, "children"),
        Output(ids.QR_DIALOG, "opened"),
        Input(ids.QR_LINK, "data"),
        prevent_initial_call=True,
    )
    def code(link: Any) -> tuple[Any, bool]:
        return qr_of(link), True


def opened(file: Any) -> tuple[Scenario, str | None]:
    """The scenario of what the browser sent of a file, and the version that wrote it, if it says.

    Of a file that is too large the browser sends the beginning, and how many `bytes` there are.
    Raises ScenarioError with every problem.
    """
    given = file if isinstance(file, dict) else {}
    size = given.get("bytes")
    if isinstance(size, int) and size > FILE_AT_MOST:
        raise too_large(_content(given.get("contents")), size, FILE_AT_MOST)
    document = _document(given.get("contents"))
    made = document.get(MADE)
    return Scenario.model_validate(document), made if isinstance(made, str) else None


def _document(contents: Any) -> dict[str, Any]:
    """The plain data of an uploaded file (a data URL), not yet validated.

    The file holds a scenario, or a result of the command line with its scenario. Raises
    ScenarioError for one that holds neither.
    """
    if isinstance(contents, str) and len(contents) > CONTENTS_AT_MOST:
        begin = _content(contents[:BEGINNING])
        raise too_large(begin, len(contents) * 3 // 4, FILE_AT_MOST)
    return Scenario.document(_content(contents))


def _content(contents: Any) -> bytes:
    """The bytes in a data URL, of which the end may be cut off."""
    if not isinstance(contents, str):
        raise ScenarioError([Problem("file", type(contents).__name__, "open a file")])
    written = contents.partition(",")[2]
    try:
        return base64.b64decode(written[: len(written) // 4 * 4], validate=True)
    except ValueError:
        raise ScenarioError([Problem("file", "no data URL", "open a file")]) from None


def _last_request(message: Any) -> page.Request:
    """The last request; PreventUpdate where it can not be run, for the page says so already."""
    try:
        return page.read(message if isinstance(message, dict) else {})
    except ScenarioError:
        raise PreventUpdate from None


def _file(name: str, text: str, kind: str) -> dict[str, Any]:
    return download(name, text, kind)
