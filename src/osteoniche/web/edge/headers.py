"""What goes out: headers that tell the browser what this page never does, on every answer.

The content security policy lets scripts of this server run and, of those within the page, the ones
that the page really has, by their hash. No other site may show the page inside one of its own, but
those that the administrator names.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

import flask
import orjson
from dash import Dash

from osteoniche.web.edge.request_id import HEADER, request_id

UNUSED_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb",
)  # fmt: skip
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What a page of ours never asks a browser for. It does copy links and fill the screen.
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
}
#: Seconds for which a browser that came by https never tries http again: a year.
STRICT_TRANSPORT = "max-age=31536000"
#: The icon of the page, which a browser asks for again whenever the address changes.
ICON = "/_favicon.ico"
#: For how long it is kept: its address changes with Dash alone, whose icon it is.
ICON_KEPT = "max-age=86400"
#: Parts of Dash's settings within the page that only its development tools read.
UNTOLD = ("python_version", "dash_version_url")

_CONFIG = re.compile('(<script id="_dash-config"[^>]*>)(.*?)(</script>)', re.DOTALL)
_POLICY = (
    "default-src 'none'",
    "script-src 'self' {scripts}",
    "style-src 'self' 'unsafe-inline'",  # Mantine and Plotly set styles by script
    "img-src 'self' data: blob:",  # swatches; the PNG that Plotly draws
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors {embed}",
)


class DiscreetDash(Dash):
    """Dash whose page does not tell which Python it runs on.

    `opening` gives what a page shows before its scripts have come, by its path below the prefix and
    its query.
    """

    opening: Callable[[str, str], str] = staticmethod(lambda path, search: "")

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """The page's HTML, of parts that Dash made."""
        if flask.has_request_context():
            path = flask.request.path.removeprefix(self.config.routes_pathname_prefix)
            named["app_entry"] += self.opening(path, flask.request.query_string.decode("latin-1"))
        page = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        return _CONFIG.sub(_discreet, page)


def _discreet(config: re.Match[str]) -> str:
    told = {name: value for name, value in orjson.loads(config[2]).items() if name not in UNTOLD}
    # As Dash writes it: < could end the script element.
    return config[1] + orjson.dumps(told).decode().replace("<", "\\u003c") + config[3]


_RUNS = (None, "", "module", "text/javascript", "application/javascript")
"""Types of a script element that a browser runs; others hold data."""


class _Scripts(HTMLParser):
    """Collects the scripts that stand within a page and run."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self._inside = tag == "script" and "src" not in given and given.get("type") in _RUNS
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def script_hashes(page: str) -> list[str]:
    """The sources of a content security policy that allow the scripts within a page."""
    scripts = _Scripts()
    scripts.feed(page)
    scripts.close()
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts.texts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class Headers:
    """Sets the headers of every answer of one Dash application, errors and files included.

    `embed` are the origins of sites that may show it inside a page of theirs.
    """

    def __init__(self, app: Dash, embed: Sequence[str] = ()) -> None:
        self._app = app
        self._embed = " ".join(embed)

    def install(self) -> None:
        """Stand behind every request of the application's server."""
        self._app.server.after_request(self.set)

    @cached_property
    def policy(self) -> str:
        """The content security policy, from the page as it is once all callbacks are there."""
        hashes = [*self._app.csp_hashes(), *script_hashes(self._app.index())]
        scripts = " ".join(dict.fromkeys(hashes))
        return "; ".join(_POLICY).format(scripts=scripts, embed=self._embed or "'none'")

    def set(self, response: flask.Response) -> flask.Response:
        """The response with its headers."""
        response.headers.update(FIXED)
        if not self._embed:  # it knows no list of sites, and would forbid all of them
            response.headers["X-Frame-Options"] = "DENY"
        response.headers[HEADER] = request_id()
        response.headers["Content-Security-Policy"] = self.policy
        request = flask.request
        is_icon = request.path.endswith(ICON) and response.status_code == 200
        response.headers.setdefault("Cache-Control", ICON_KEPT if is_icon else "no-cache")
        if request.is_secure or request.headers.get("X-Forwarded-Proto") == "https":
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response
