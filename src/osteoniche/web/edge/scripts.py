"""Scripts and style sheets, ours and those of Dash: compressed once, then given from memory.

They are megabytes, the same for everyone. Dash would read, hash and send each of them anew, as it
is, even to say that it has not changed.
"""

import gzip
import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import flask
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask.testing import FlaskClient
from werkzeug.security import safe_join

from osteoniche.web.edge import compression

SUITES, ASSETS = "_dash-component-suites/", "assets/"
#: What is prepared before anyone asks.
PREPARED = (".js", ".css")
#: What the page asks for in another size (see shell.py).
REPLACED = "package_data/plotly.min.js"
#: Scripts whose address holds their version are good for a year.
FOR_GOOD, FOR_NOW = "max-age=31536000, immutable", "no-cache"
#: What an address says of the content that it wants: as Dash calls it in the addresses of assets.
CONTENT = "m"
#: Characters of the hash that stand there.
DIGITS = 16


def digest(content: bytes) -> str:
    """What stands in the address of a file with this content, to be good for a year."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Script:
    """A script as it is sent: compressed, with its type and a tag that changes with it.

    `digest` is that of what it holds.
    """

    body: bytes
    mimetype: str
    etag: str
    digest: str

    @classmethod
    def of(cls, content: bytes, mimetype: str) -> "Script":
        """A script with this content."""
        body = gzip.compress(content, compression.THOROUGH, mtime=0)
        return cls(body, mimetype, hashlib.sha256(body).hexdigest()[:32], digest(content))

    def response(self, cache_control: str) -> flask.Response:
        """The answer with this script, or without it if the browser has it."""
        named = flask.request.args.get(CONTENT) == self.digest
        response = flask.Response(self.body, mimetype=self.mimetype)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Cache-Control"] = FOR_GOOD if named else cache_control
        response.vary.add("Accept-Encoding")
        response.set_etag(self.etag)
        response.make_conditional(flask.request)
        return response


class Scripts:
    """Keeps the scripts of one Dash application compressed, for browsers that can unpack them."""

    def __init__(self, app: Dash) -> None:
        self._app = app
        prefix: str = app.config.routes_pathname_prefix
        self._suites, self._assets = prefix + SUITES, prefix + ASSETS
        self._folder = Path(app.config.assets_folder)
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
                if name.endswith(PREPARED) and name != REPLACED:
                    self._prepare(client, f"{self._suites}{package}/{name}")
        for file in self._folder.rglob("*"):
            if file.suffix in PREPARED:
                self._prepare(client, self._assets + file.relative_to(self._folder).as_posix())

    @staticmethod
    def _prepare(client: FlaskClient, address: str) -> None:
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
                response.direct_passthrough = False  # a file would go from the disk to the wire
                self._kept[name] = Script.of(response.get_data(), str(response.mimetype))
        response.close()  # it may hold a file
        return self._kept[name].response(cache_control)

    def _asked(self) -> tuple[str, str]:
        """The name of the script of the present request, empty if it is none for us."""
        request = flask.request
        if request.method != "GET" or not compression.accepted():
            return "", FOR_NOW
        if request.path.startswith(self._suites):
            package, _, name = request.path.removeprefix(self._suites).partition("/")
            name, versioned = check_fingerprint(name)
            return f"{package}/{name}", FOR_GOOD if versioned else FOR_NOW
        if request.path.startswith(self._assets) and request.path.endswith(PREPARED):
            return self._ours(request.path.removeprefix(self._assets)), FOR_NOW
        return "", FOR_NOW

    def _ours(self, name: str) -> str:
        """A file of ours with its age, so that one that was edited is read anew; empty for none."""
        file = safe_join(str(self._folder), name)
        try:
            return f"{ASSETS}{name} {os.stat(file).st_mtime_ns}" if file else ""
        except (OSError, ValueError):
            return ""
