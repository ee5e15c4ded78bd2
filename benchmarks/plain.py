"""A bare Flask route that does the work of one slider update, to compare the page's server with.

It reads the same body, computes without looking results up, and answers with the same JSON.
"""

import flask
import orjson

from osteoniche import study
from osteoniche.scenario.presets import OPENING, preset, reference_arms
from osteoniche.web.pages.explore import answer

server = flask.Flask(__name__)
study.prepare()
ARMS = {
    scenario.key(): study.simulate(scenario)
    for scenario in reference_arms(preset(OPENING)).values()
}


@server.post("/")
def update() -> flask.Response:
    """The answer to one request of the page, without Dash."""
    request = orjson.loads(flask.request.data)

    def run(scenario):  # type: ignore[no-untyped-def]
        return ARMS.get(scenario.key()) or study.simulate(scenario)

    data = orjson.dumps(
        answer.moved(request, run).content,
        option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS,
    )
    return flask.Response(data, mimetype="application/json")
