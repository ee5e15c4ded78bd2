"""The log as lines of JSON, for programs that collect it; one line tells of each request.

No line has the address of a visitor or what stood behind the path of a request.
"""

import json
import logging
import time
from datetime import UTC, datetime
from typing import Any

import flask
from dash import Dash

from osteoniche.web.edge.request_id import request_id

logger = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """A record as one line of JSON; within a request with its id."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level and process, then the message or the fields of a request."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": record.process,
        }
        if flask.has_request_context():
            line["id"] = request_id()
        line |= getattr(record, "fields", None) or {"message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)  # ASCII, so that no character can end the line


def install(app: Dash) -> None:
    """Log each request of an application, before all else that stands around requests; as JSON.

    So is all else that this process logs from now on.
    """
    logging.basicConfig()
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
    logger.setLevel(logging.INFO)
    app.server.before_request(_begin)
    app.server.after_request(_log)


def _begin() -> None:
    flask.g.begun = time.perf_counter(), time.thread_time()


def _log(response: flask.Response) -> flask.Response:
    request, (begun, worked) = flask.request, flask.g.begun
    fields = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": length(response),
        "milliseconds": _milliseconds(time.perf_counter() - begun),
        "cpu": _milliseconds(time.thread_time() - worked),
    }
    logger.info("request", extra={"fields": fields})
    return response


def _milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 2)


def length(response: flask.Response) -> int | None:
    """Bytes of the body that is sent; None for one that is not known beforehand."""
    if flask.request.method == "HEAD":
        return 0
    if response.content_length is not None:
        return response.content_length
    return response.calculate_content_length()
