"""A bare Flask route that does the work of one slider update, to compare the page's server with.

It reads the same body, computes what it has not computed before, and answers with the same JSON.
"""

import flask
import orjson

from osteoniche import study
from osteoniche.cache.recent import Recent
from osteoniche.engine.result import Result
from osteoniche.scenario import Scenario
from osteoniche.web.pages.explore import live

server = flask.Flask(__name__)
study.prepare()
RESULTS: dict[str, Result] = {}
ANSWERS: Recent[bytes] = Recent(live.HELD)


def run(scenario: Scenario) -> Result:
    """The result of a scenario, from memory where it was asked for before."""
    key = scenario.key()
    if key not in RESULTS:
        RESULTS[key] = study.simulate(scenario)
    return RESULTS[key]


@server.post("/")
def update() -> flask.Response:
    """The answer to one request of the page: no Dash, no gate, no line, no folder."""
    answer = live.content(orjson.loads(flask.request.data), run, ANSWERS)
    return flask.Response(answer, mimetype="application/json")
