"""A bare Flask route that does the work of one slider update, to compare the page's server with.

It reads the same body, computes what it has not computed before, and answers with the same JSON.
"""

import flask
import orjson

from osteoniche import study
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.web.pages.explore import answer

server = flask.Flask(__name__)
study.prepare()
KNOWN: dict[str, Result] = {}


def run(scenario: Scenario) -> Result:
    """The result of a scenario, from memory where it was asked for before."""
    key = scenario.key()
    if key not in KNOWN:
        KNOWN[key] = study.simulate(scenario)
    return KNOWN[key]


@server.post("/")
def update() -> flask.Response:
    """The answer to one request of the page, without Dash."""
    data = orjson.dumps(
        answer.moved(orjson.loads(flask.request.data), run).content,
        option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS,
    )
    return flask.Response(data, mimetype="application/json")
