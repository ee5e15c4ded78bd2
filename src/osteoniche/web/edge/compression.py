"""Large answers travel compressed: the page itself, its layout, the first curves.

Small ones do not: an update of a moved slider would wait longer for its compression than a local
network takes to carry it. Scripts are compressed once and kept: see scripts.py.
"""

import gzip

import flask
from dash import Dash

#: Types that gain by compression.
TYPES = (
    "text/html", "text/css", "text/javascript", "application/javascript", "application/json",
)  # fmt: skip
#: Bytes from which an answer is compressed. An update of a moved slider has fewer.
LARGE = 20_000
#: 6 saves nearly as much as 9, in a third of the time; 4 takes half of that.
THOROUGH, QUICK = 6, 4


def install(app: Dash) -> None:
    """Stand behind the requests of an application."""
    app.server.after_request(compressed)


def accepted() -> bool:
    """Whether the browser of the present request can unpack."""
    return flask.request.accept_encodings.quality("gzip") > 0


def gains(response: flask.Response) -> bool:
    """Whether a response is whole, of a type that gains, and not compressed yet."""
    whole = response.status_code == 200 and response.mimetype in TYPES
    return whole and "Content-Encoding" not in response.headers


def compressed(response: flask.Response) -> flask.Response:
    """The response, compressed if it is large and was made for this request (a file was not)."""
    if response.is_streamed or not gains(response):
        return response
    response.vary.add("Accept-Encoding")
    if accepted() and len(body := response.get_data()) >= LARGE:
        response.set_data(gzip.compress(body, QUICK, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
