"""The short way of a moved dial: only what follows it travels, past Dash.

Dash needs some hundred milliseconds in the browser for one answer of many outputs. So a script
(assets/pages/explore/live.js) asks here while a dial moves, draws the curves and writes the
numbers, and has Dash do the rest (chips, address, tables) once the dial rests.
"""

import hashlib
from typing import Any

import flask
import orjson
from dash import Dash

from osteoniche.cache.recent import Recent
from osteoniche.study import Run
from osteoniche.web.pages.explore import answer as flow

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS  # traces go by their place
UNHEEDED = ("seq", "drawn")
"""What an answer does not depend on: the number of the request, and which curve of the visitor's
run is drawn, for that is sent anyhow."""
UNNUMBERED = b'{"seq":null'
"""How the answer to a request without a number begins."""
HELD = 2**24
"""Bytes of answers that a process holds: some 2,500."""
PATH = "live"
"""Where the script asks, below the prefix."""


def register(app: Dash, run: Run) -> None:
    """Answer `PATH`; `run` gives the result of a scenario."""
    held: Recent[bytes] = Recent(HELD)

    def live() -> flask.Response:
        answer = content(flask.request.get_json(), run, held)
        return flask.Response(answer, mimetype="application/json")

    path = app.config.routes_pathname_prefix + PATH
    app.server.add_url_rule(path, PATH, live, methods=["POST"])


def content(message: Any, run: Run, held: Recent[bytes]) -> bytes:
    """The answer to a request, as it travels; `held` are those that were given lately.

    Who moves a dial back, or to where somebody else had it, asks for the same again (`UNHEEDED`).
    """
    given = message if isinstance(message, dict) else {}
    asked = given | dict.fromkeys(UNHEEDED)
    key = hashlib.sha256(orjson.dumps(asked)).hexdigest()
    answer = held.get(key)
    if answer is None:
        found = flow.moved(given | {"seq": None}, run)
        answer = orjson.dumps(found.content, option=OPTIONS, default=_component)
        if found.lasts:
            held.put(key, answer, len(answer))
    numbered = orjson.dumps({"seq": given.get("seq")})
    return answer.replace(UNNUMBERED, numbered[:-1], 1)


def _component(part: Any) -> Any:
    """What a plot's figure holds besides plain values."""
    return part.to_plotly_json()
