"""Whether the server can serve, and how it is inside: for who watches it or sends it visitors.

What is told is that of the process that answers. It has words and numbers only: no path, no
address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import flask
from dash import Dash

from osteoniche.cache import Vault
from osteoniche.jobs import Jobs, Workers
from osteoniche.web.edge.counts import CURVES
from osteoniche.web.edge.health import RETRY_AFTER, Line

#: Path, below the prefix, that tells it.
PATH = "readyz"


class State(StrEnum):
    """How the server is, the first that holds."""

    PREPARING = "preparing"
    """The model is being compiled or loaded: nothing can be computed yet."""
    FULL = "full"
    """Who asks for a new curve now is turned away."""
    DEGRADED = "degraded"
    """Everything is answered; what fails costs time."""
    READY = "ready"


UNREADY = (State.PREPARING, State.FULL)


@dataclass(frozen=True)
class Readiness:
    """What decides whether one process can serve: cache, lines, long work, the model."""

    vault: Vault
    lines: Mapping[str, Line]
    jobs: Jobs
    preparing: Callable[[], bool]

    def install(self, app: Dash) -> None:
        """Answer at PATH of an application."""
        prefix: str = app.config.routes_pathname_prefix
        app.server.add_url_rule(prefix + PATH, PATH, self.answer)

    def answer(self) -> flask.Response:
        """200 with the report, 503 if visitors should go to another server."""
        report = self.report()
        response = flask.jsonify(report)
        if not report["ready"]:
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_AFTER)
        return response

    def report(self) -> dict[str, Any]:
        """How everything is, as JSON has it."""
        trouble, workers = self.vault.trouble(), self.jobs.workers
        state = self._state(bool(trouble) or workers is Workers.DEAD)
        return {
            "ready": state not in UNREADY,
            "state": state,
            "cache": {
                "state": State.DEGRADED if trouble else State.READY,
                "kind": self.vault.kind,
                "failing_since": {what: _began(seconds) for what, seconds in trouble.items()},
            },
            "lines": {
                kind: {**line.standing, "full": line.full} for kind, line in self.lines.items()
            },
            "long_work": {"workers": workers},
        }

    def _state(self, in_trouble: bool) -> State:
        if self.preparing():
            return State.PREPARING
        if self.lines[CURVES].full:
            return State.FULL
        return State.DEGRADED if in_trouble else State.READY


def _began(seconds: float) -> str:
    """When what has gone on for so many seconds began."""
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat(timespec="seconds")
