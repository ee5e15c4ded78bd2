"""The short way of a moved dial: the visitor's arm of a cohort, past Dash.

A script (assets/pages/cohort/live.js) asks here while a dial moves, and draws what comes over the
figures that are there. Once the dial rests, Dash draws the whole page.
"""

from typing import Any

import flask
import orjson
from dash import Dash
from dash.exceptions import PreventUpdate

from osteoniche.analysis.cohort.responses import responses
from osteoniche.analysis.cohort.work import Subjects, assembled
from osteoniche.errors import ScenarioError
from osteoniche.figures import cohort as pictures
from osteoniche.narrative.cohort import tell_own
from osteoniche.scenario.presets import OWN
from osteoniche.web.edge.health import Busy
from osteoniche.web.pages.cohort.request import Request
from osteoniche.web.pages.cohort.shown import own_row

PATH = "cohort-live"
"""Where the script asks, below the prefix."""
ANEW = ("y", "line", "fillcolor")
"""What changes of a band or a line while a dial moves. Their days do not."""


def register(app: Dash, subjects: Subjects) -> None:
    """Answer `PATH`.

    Where there is nothing to show there is no content (204), and none yet while others are computed
    (202): the page asks again by itself.
    """

    def live() -> flask.Response:
        try:
            told = content(flask.request.get_json(), subjects)
        except Busy:
            return flask.Response(status=202)
        if told is None:
            return flask.Response(status=204)
        return flask.Response(told, mimetype="application/json")

    path = app.config.routes_pathname_prefix + PATH
    app.server.add_url_rule(path, PATH, live, methods=["POST"])


def content(message: Any, subjects: Subjects) -> bytes | None:
    """The visitor's arm as it travels: a line, its row of the table, and its bands.

    None where there is nothing to show; raises Busy.
    """
    try:
        request = Request.of(message)
        wanted = request.wanted()
        if wanted.large:
            return None
        cohort = assembled(wanted.asked, subjects, alone=True)
    except (PreventUpdate, ScenarioError):
        return None
    found = responses(cohort, cohort.arms[OWN], wanted.rule)
    traces = pictures.own_bands(cohort, request.theme, wanted.subject)
    told = {
        "line": tell_own(cohort, cohort.arms[OWN], found),
        "row": own_row(cohort, found),
        "bands": [{key: trace[key] for key in ANEW if key in trace} for trace in traces],
    }
    return orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY)
