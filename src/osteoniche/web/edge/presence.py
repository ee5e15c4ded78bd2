"""Whether who asked is still there: what nobody waits for need not be computed."""

import socket

import flask

SOCKETS = ("gunicorn.socket", "werkzeug.socket")
"""Where servers put a request's connection."""
PEEK = getattr(socket, "MSG_DONTWAIT", 0) and socket.MSG_PEEK | socket.MSG_DONTWAIT
"""Looks at what has come without waiting or taking it; 0 where a system can not."""


def is_there() -> bool:
    """Whether the browser of the present request still listens, as far as that can be told."""
    if not PEEK or not flask.has_request_context():
        return True
    environ = flask.request.environ
    connection = next((environ[name] for name in SOCKETS if name in environ), None)
    if connection is None:
        return True
    try:
        return bool(connection.recv(1, PEEK))  # nothing, and no more to come: it was closed
    except (BlockingIOError, ValueError):  # nothing yet; one that is encrypted can not be asked
        return True
    except OSError:
        return False
