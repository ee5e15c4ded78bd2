"""A bare Flask route that does the work of one slider update, to compare the page's server with.

It reads the same body, computes without looking results up, and answers with the same JSON.
"""

import flask
import orjson
from dash import no_update

from osteoniche import study
from osteoniche.presets import OPENING, preset, reference_arms
from osteoniche.web import flow

server = flask.Flask(__name__)
study.prepare()
ARMS = {
    scenario.key(): study.simulate(scenario)
    for scenario in reference_arms(preset(OPENING)).values()
}


@server.post("/")
def update() -> flask.Response:
    """The answer to one request of the page, without Dash."""
    request = orjson.loads(flask.request.data)["inputs"][0]["value"]

    def run(scenario):  # type: ignore[no-untyped-def]
        return ARMS.get(scenario.key()) or study.simulate(scenario)

    shown = flow.answer(request, run)
    parts = {name: part for name, part in shown.items() if part is not no_update}
    data = orjson.dumps(
        parts,
        default=lambda part: part.to_plotly_json(),
        option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS,
    )
    return flask.Response(data, mimetype="application/json")
