"""Starting the server as `make serve` does, and asking it."""

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from deploy.stack import free_port
from tests.web.bodies import legitimate
from tests.web.browsers import page, request

from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import OPENING, preset
from osteoniche.web.kit import ids

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
"""Seconds that anything may take; the model may have to be compiled first."""
CONFIGURED = [sys.executable, str(ROOT / "gunicorn.conf.py")]
"""As `make serve` does."""
GUNICORN = "-m gunicorn"
"""What the command of a process has that serves."""


def environment(**variables: str) -> dict[str, str]:
    """This process's own, without what would steer a server."""
    steering = ("OSTEONICHE_", "GUNICORN_", "DASH_", "FLASK_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(steering)}
    return kept | {"WEB_CONCURRENCY": "2"} | variables


@dataclass
class Answer:
    """Status, headers and body of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    port: int,
    method: str,
    path: str,
    body: Any = None,
    patience: float = PATIENCE,
    trust: ssl.SSLContext | None = None,
    **more: str,
) -> Answer:
    """One request on a connection of its own; by TLS, with `trust`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    if trust is not None:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=patience, context=trust)
    with closing(connection):
        text = body if body is None or isinstance(body, bytes) else json.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, path, text, headers | more)
        answer = connection.getresponse()
        names: dict[str, str] = {}
        for name, value in answer.getheaders():  # what comes twice is seen twice
            known = names.get(name.lower())
            names[name.lower()] = value if known is None else f"{known}, {value}"
        return Answer(answer.status, names, answer.read())


@dataclass
class Server:
    """A running server."""

    port: int
    prefix: str
    folder: Path
    process: subprocess.Popen[bytes]

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """One request; the path is below the prefix."""
        return ask(self.port, method, self.prefix + path, body, **more)

    def callback(self, induction: float, **more: Any) -> Answer:
        """The curves of the opening scenario with another induction."""
        return self.ask("POST", "_dash-update-component", wanted(induction), **more)

    @property
    def log(self) -> str:
        """What the server wrote so far."""
        return (self.folder / "log").read_text()

    @property
    def tally(self) -> list[tuple[str, str]]:
        """Process and scenario of each simulation."""
        lines = (self.folder / "tally").read_text().splitlines()
        return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]

    def take(self, seconds: float) -> None:
        """Let each simulation take so long from now on."""
        new = self.folder / "seconds.new"
        new.write_text(str(seconds))
        new.replace(self.folder / "seconds")  # at once, for simulations read it at any time

    def workers(self) -> set[int]:
        """Process numbers of the master's children that serve; another prepares long work."""
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        lines = (line.split(maxsplit=2) for line in listed.stdout.splitlines())
        mine = str(self.process.pid)
        return {
            int(pid) for pid, parent, *args in lines if parent == mine and GUNICORN in "".join(args)
        }


@lru_cache(maxsize=1)
def _simulate() -> Any:
    """The page's request for curves."""
    bodies = legitimate(page(lambda scenario: None))  # type: ignore[arg-type, return-value]
    return next(
        body for body in bodies if body["changedPropIds"] and body["inputs"][0]["id"] == ids.REQUEST
    )


def wanted(induction: float) -> Any:
    """The body of a request for curves."""
    return wanted_of(preset(OPENING).changed(induction=induction))


def wanted_of(scenario: Scenario) -> Any:
    """The body of a request for the curves of a scenario."""
    body = json.loads(json.dumps(_simulate()))
    body["inputs"][0]["value"] = request(scenario)
    return body


@contextmanager
def serve(
    folder: Path, application: str = "tests.served.watched:server", **variables: str
) -> Iterator[Server]:
    """The server on a free port, with a cache in `folder`; ends it as an administrator does."""
    port, prefix = free_port(), variables.get("OSTEONICHE_PREFIX", "/")
    (folder / "seconds").write_text("0")
    (folder / "tally").touch()
    own = {"OSTEONICHE_PORT": str(port), "OSTEONICHE_CACHE": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*CONFIGURED, application],
            cwd=folder,
            env=environment(**own, **variables),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, prefix, folder, process)
    try:
        until_alive(server)
        yield server
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, server.log
        assert "Traceback" not in server.log, server.log
    finally:
        process.kill()
        process.wait()


@contextmanager
def alone(folder: Path, **variables: str) -> Iterator[Server]:
    """`python app.py`, for one person."""
    port = free_port()
    own = {"OSTEONICHE_PORT": str(port), "OSTEONICHE_CACHE": str(folder), "BROWSER": "true"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            env=environment(**own, **variables),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(port, "/", folder, process)
        until_alive(server)
        yield server
    finally:
        process.kill()
        process.wait()


def until_alive(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.process.poll() is None, server.log
        try:
            if server.ask("GET", "healthz", patience=5).body == b"OK":
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(server.log)


def renderer(page_text: str) -> str:
    """The path of the renderer's script, as the page has it."""
    (found,) = re.findall(r'src="([^"]+dash_renderer[^"]*)"', page_text)
    return str(found)


def exchange(port: int, sent: bytes, ends: bool = True) -> bytes:
    """All that comes back on a connection for some bytes; `ends` says that no more will come."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as connection:
        connection.sendall(sent)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                answer += part
    return answer
