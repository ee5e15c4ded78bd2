"""Whether who asked is still there: what nobody waits for need not be computed."""

import select
import socket
from collections.abc import Mapping
from typing import Any

import flask

SOCKETS = ("gunicorn.socket", "werkzeug.socket")
"""Where servers put a request's connection."""


def connection_of(environ: Mapping[str, Any]) -> socket.socket | None:
    """The connection by which a request came, where its server tells."""
    return next((environ[name] for name in SOCKETS if name in environ), None)


def is_there() -> bool:
    """Whether the browser of the present request still listens, as far as that can be told."""
    if not flask.has_request_context():
        return True
    connection = connection_of(flask.request.environ)
    if connection is None:
        return True
    try:
        # What it sent behind its request, if not the end of all that it sends.
        return is_silent(connection) or bool(connection.recv(1, socket.MSG_PEEK))
    except ValueError:  # it is closed, or encrypted, so that nobody can look at what came
        return connection.fileno() >= 0
    except OSError:
        return False


def is_silent(connection: socket.socket) -> bool:
    """Whether there is nothing to read from a connection at the moment, nor its end.

    Raises OSError or ValueError for one that is closed.
    """
    if not hasattr(select, "poll"):  # Windows
        return True
    asked = select.poll()  # not recv, which waits where the connection has a timeout
    asked.register(connection, select.POLLIN)
    return not asked.poll(0)
