"""Each request has an id: its answer, its lines in the log and what the page says of it have it."""

import re
import secrets

import flask

#: The header by which a proxy gives the id, and in which the answer has it.
HEADER = "X-Request-ID"
#: What an id may look like; anything else might be meant for the log.
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id() -> str:
    """The id of the present request: that of the proxy in front of us, else one made here."""
    if "request_id" not in flask.g:
        given = flask.request.headers.get(HEADER, "")
        flask.g.request_id = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    return str(flask.g.request_id)
