"""nginx as in deploy/nginx.conf before a server of a test, asked by TLS."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.stack import PREFIX, ROOT, Certificate, Ports, certificate, free_port
from tests.runs import run
from tests.served.servers import Answer, ask
from tests.web.browsers import page
from werkzeug.serving import WSGIRequestHandler, make_server

from deploy import stack


@dataclass(frozen=True)
class Front:
    """A running nginx, and the certificate that it has."""

    ports: Ports
    certificate: Certificate

    def ask(self, method: str, path: str, body: object = None, **more: str) -> Answer:
        """One request by TLS; the path is as the browser sees it."""
        return ask(self.ports.https, method, path, body, trust=self._trust(), **more)

    def ask_plainly(self, method: str, path: str) -> Answer:
        """One request without TLS."""
        return ask(self.ports.http, method, path)

    def connect(self, version: ssl.TLSVersion | None = None) -> ssl.SSLSocket:
        """A connection by TLS, of one version alone."""
        trust = self._trust()
        if version:
            trust.set_ciphers("ALL:@SECLEVEL=0")  # this side would take old ones, too
            trust.minimum_version = trust.maximum_version = version
        raw = socket.create_connection(("127.0.0.1", self.ports.https), timeout=30)
        return trust.wrap_socket(raw, server_hostname="localhost")

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"https://localhost:{self.ports.https}{PREFIX}"

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate.file))


@contextmanager
def in_front(
    program: str, behind: int, folder: Path, changes: Mapping[str, str] | None = None
) -> Iterator[Front]:
    """nginx before the server at port `behind`; `changes`: words of the example, and others."""
    made, ports = certificate(folder), Ports(free_port(), free_port(), behind)
    text = stack.configuration(ports, made, folder, changes)
    with stack.nginx(program, folder, text, ports.https):
        yield Front(ports, made)


def sign_in(name: str, folder: Path, word: str, other: str) -> dict[str, str]:
    """The change that includes a file of deploy/ for signing in, with another word in it."""
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    assert word in text
    (folder / name).write_text(text.replace(word, other), encoding="utf-8")
    return {f"# include /opt/osteoniche/deploy/{name};": f"include {folder / name};"}


@dataclass(frozen=True)
class Behind:
    """The application in this process, for nginx to stand before, and what came to it."""

    port: int
    came: list[dict[str, Any]] = field(default_factory=list)
    """The environment of each request."""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: what came is kept as it is."""


@contextmanager
def listening(prefix: str) -> Iterator[Behind]:
    """The application below a prefix."""
    application, came = page(run, prefix).server, []

    def kept(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        came.append(environ)
        return application(environ, start)

    server = make_server("127.0.0.1", 0, kept, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Behind(server.server_port, came)
    finally:
        server.shutdown()
        server.server_close()
