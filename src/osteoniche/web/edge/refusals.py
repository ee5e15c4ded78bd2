"""How the server says no: in one short sentence to the browser and one line in the log.

Nothing that was sent, no file and no trace ever goes back. Of unexpected exceptions the id of the
request is told, by which the line in the log is found.
"""

import logging
import traceback

import flask
from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import HTTPException

from osteoniche.errors import ScenarioError
from osteoniche.web.edge.health import RETRY_AFTER, Busy, Gone
from osteoniche.web.edge.request_id import request_id
from osteoniche.web.edge.scripts import SUITES

logger = logging.getLogger(__name__)

LEFT = 499
"""The status that servers note where a browser has left before its answer."""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
<style>
:root {{ color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 34rem; margin: 18vh auto; padding: 0 1rem; }}
</style>
<h1>Osteoniche</h1>
<p>{sentence}</p>
<p><a href="{home}">To the laboratory</a></p>
</html>
"""


#: What a page that could not be made says instead.
BROKEN = (
    "Something went wrong in the server. Try again; if it comes again, tell whoever runs the "
    "server this number: {mark}"
)


class Refusals:
    """The error handlers of one Dash application."""

    def __init__(self, app: Dash) -> None:
        self._app = app
        self._home: str = app.config.requests_pathname_prefix
        self._traced: set[tuple[str, int | None]] = set()

    def install(self) -> None:
        """Handle what goes wrong in requests; Dash's own PreventUpdate stays what it is."""
        handle = self._app.server.register_error_handler
        handle(HTTPException, self.refused)
        handle(DependencyException, self.no_resource)
        handle(InvalidResourceError, self.no_resource)
        handle(FileNotFoundError, self.no_file)
        handle(ScenarioError, self.wrong_scenario)
        handle(Busy, self.busy)
        handle(Gone, self.gone)
        handle(Exception, self.failed)

    def refused(self, error: HTTPException) -> flask.Response:
        """An HTTP error: a wrong path, method or body."""
        sentence = vars(error).get("description") or error.name.lower()
        response = self._answer(error.code or 500, error.name, sentence)
        for name, value in error.get_headers():  # such as the methods that are allowed
            response.headers.setdefault(name, value)
        return response

    def no_resource(self, error: Exception) -> flask.Response:
        """A script or style sheet that no component has."""
        return self._answer(404, "Not Found", "not found")

    def no_file(self, error: FileNotFoundError) -> flask.Response:
        """A script that a component names and did not bring along; elsewhere a mistake of ours."""
        if SUITES in flask.request.path:
            return self.no_resource(error)
        return self.failed(error)

    def wrong_scenario(self, error: ScenarioError) -> flask.Response:
        """A scenario that can not be run; says all that is wrong with it."""
        return self._answer(400, "Bad Request", str(error))

    def busy(self, error: Busy) -> flask.Response:
        """Too much to compute at the moment."""
        response = self._answer(503, "Service Unavailable", "busy, try again in a moment")
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response

    def gone(self, error: Gone) -> flask.Response:
        """Nobody is there to read this, nor to blame: not a line in the log."""
        return flask.Response(status=LEFT)

    def failed(self, error: Exception) -> flask.Response:
        """A mistake of ours: one line with an id; its trace once for each place in the code."""
        mark = request_id()
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = (frame.filename, frame.lineno)
        first = place not in self._traced
        self._traced.add(place)
        request = flask.request
        logger.error(
            "Internal error %s at %s %.120r: %.300r (%s, line %s)",
            *(mark, request.method, request.path, error, frame.name, frame.lineno),
            exc_info=error if first else None,
        )
        flask.g.refusal = "internal error"
        if _wants_page():
            return self._page(500, "Internal Server Error", BROKEN.format(mark=mark))
        return self._json(500, {"error": "internal error", "id": mark})

    def _answer(self, code: int, name: str, sentence: str) -> flask.Response:
        request = flask.request
        log = "Refused (%d) %s %.120r: %.300r"
        logger.warning(log, code, request.method, request.path, sentence)
        flask.g.refusal = name.lower()
        if code == 404 and _wants_page():
            return self._page(code, name, "There is no such page here.")
        return self._json(code, {"error": sentence})

    def _page(self, code: int, name: str, sentence: str) -> flask.Response:
        page = _PAGE.format(name=name, sentence=sentence, home=self._home)
        return flask.Response(page, code, mimetype="text/html")

    def _json(self, code: int, content: dict[str, str]) -> flask.Response:
        response = flask.jsonify(content)
        response.status_code = code
        return response


def _wants_page() -> bool:
    return "text/html" in flask.request.headers.get("Accept", "")
