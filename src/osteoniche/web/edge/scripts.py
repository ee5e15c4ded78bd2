"""The scripts of Dash and of its components: compressed once, then given from memory.

They are megabytes, the same for everyone. Dash would read, hash and send each of them anew, as it
is, even to say that it has not changed.
"""

import gzip
import hashlib
import threading
from dataclasses import dataclass

import flask
from dash import Dash
from dash.fingerprint import check_fingerprint

from osteoniche.web.edge import compression

SUITES = "_dash-component-suites/"
#: What is prepared before anyone asks.
PREPARED = (".js", ".css")
#: Scripts whose address holds their version are good for a year.
FOR_GOOD, FOR_NOW = "max-age=31536000", "no-cache"


@dataclass(frozen=True)
class Script:
    """A script as it is sent: compressed, with its type and a tag that changes with it."""

    body: bytes
    mimetype: str
    etag: str

    def response(self, cache_control: str) -> flask.Response:
        """The answer with this script, or without it if the browser has it."""
        response = flask.Response(self.body, mimetype=self.mimetype)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Cache-Control"] = cache_control
        response.vary.add("Accept-Encoding")
        response.set_etag(self.etag)
        response.make_conditional(flask.request)
        return response


class Scripts:
    """Keeps the scripts of one Dash application compressed, for browsers that can unpack them."""

    def __init__(self, app: Dash) -> None:
        self._app = app
        self._start: str = app.config.routes_pathname_prefix + SUITES
        self._kept: dict[str, Script] = {}
        self._guard = threading.Lock()

    def install(self) -> None:
        """Stand before and behind the requests for scripts."""
        self._app.server.before_request(self.find)
        self._app.server.after_request(self.keep)
        self._app.server.extensions["osteoniche-scripts"] = self

    def prepare(self) -> None:
        """Compress all scripts that the page may ask for: a second or two."""
        client = self._app.server.test_client()
        client.get(self._app.config.routes_pathname_prefix)  # from then on Dash knows them
        for package, names in self._app.registered_paths.items():
            for name in names:
                if name.endswith(PREPARED):
                    address = f"{self._start}{package}/{name}"
                    client.get(address, headers={"Accept-Encoding": "gzip"}).close()

    def find(self) -> flask.Response | None:
        """The script that the present request asks for, if it was asked for before."""
        name, cache_control = self._asked()
        kept = self._kept.get(name)
        return kept.response(cache_control) if kept else None

    def keep(self, response: flask.Response) -> flask.Response:
        """The response, compressed and kept if it is a script that was sent as it is."""
        name, cache_control = self._asked()
        if not name or not compression.gains(response):
            return response
        with self._guard:  # a hall that asks at once does not compress it as often
            if name not in self._kept:
                body = gzip.compress(response.get_data(), compression.THOROUGH, mtime=0)
                etag = hashlib.sha256(body).hexdigest()[:32]
                self._kept[name] = Script(body, str(response.mimetype), etag)
        return self._kept[name].response(cache_control)

    def _asked(self) -> tuple[str, str]:
        """Package and name of the script of the present request, empty if it is none for us."""
        request = flask.request
        if (
            request.method != "GET"
            or not request.path.startswith(self._start)
            or not compression.accepted()
        ):
            return "", FOR_NOW
        package, _, name = request.path.removeprefix(self._start).partition("/")
        name, versioned = check_fingerprint(name)
        return f"{package}/{name}", FOR_GOOD if versioned else FOR_NOW
