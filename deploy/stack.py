"""The whole stack on this machine, to try it and for the tests: nginx with TLS, gunicorn, Redis.

`make stack` runs it: `python -m deploy.stack [--https PORT] [--http PORT]`. nginx has
deploy/nginx.conf with the ports, the certificate and the folder of this try, and nothing else
changed. Everything lives in a folder of its own, which goes when it ends.
"""

import argparse
import http.client
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "deploy" / "nginx.conf"
PREFIX = "/osteoniche/"
"""The path that the example serves."""
LISTENING = 30.0
"""Seconds that nginx or Redis may take to start."""
ANSWERING = 180.0
"""Seconds that the server may take: the model may have to be compiled first."""
ENDING = 30.0
"""Seconds that a process may take to end; then it is killed."""


class StackError(Exception):
    """Something did not start; the message says what, and why."""


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate that is its own authority, and of its key."""

    file: Path
    key: Path


@dataclass(frozen=True)
class Ports:
    """Where nginx listens, and the port of the server behind it."""

    https: int
    http: int
    behind: int


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def certificate(folder: Path) -> Certificate:
    """A certificate for localhost, made on the spot. Raises StackError without openssl."""
    if shutil.which("openssl") is None:
        raise StackError("openssl is not installed: it makes the certificate.")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    )
    files = ["-keyout", str(made.key), "-out", str(made.file)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    return made


def configuration(
    ports: Ports, made: Certificate, folder: Path, changes: Mapping[str, str] | None = None
) -> str:
    """The example for this machine; `changes` are further words of it and what stands for them.

    Raises StackError if a word is not in the example exactly once.
    """
    text = EXAMPLE.read_text(encoding="utf-8")
    etc = "/etc/letsencrypt/live/your.host"
    words = {
        "listen 80;": f"listen 127.0.0.1:{ports.http};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports.https} ssl",
        "https://$host$request_uri": f"https://$host:{ports.https}$request_uri",
        "server 127.0.0.1:8050;": f"server 127.0.0.1:{ports.behind};",
        f"{etc}/fullchain.pem": str(made.file),
        f"{etc}/privkey.pem": str(made.key),
        "/var/cache/nginx/osteoniche": str(folder / "scripts"),
    }
    for word, other in (words | dict(changes or {})).items():
        if text.count(word) != 1:
            raise StackError(f"deploy/nginx.conf has {word!r} {text.count(word)} times, not once.")
        text = text.replace(word, other)
    return around(text, folder)


def around(text: str, folder: Path) -> str:
    """A whole configuration of nginx with what stands in its http context, writing to `folder`."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = " ".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    return (
        "daemon off; master_process off; worker_processes 1;\n"
        f"pid {folder / 'nginx.pid'}; error_log stderr warn;\n"
        "events { worker_connections 1024; }\n"
        f"http {{ {own}\ntypes {{ text/html html; }}\n{text}\n}}\n"
    )


@contextmanager
def nginx(program: str, folder: Path, text: str, port: int) -> Iterator[None]:
    """nginx with a configuration, once it listens at `port`."""
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        deadline = time.monotonic() + LISTENING
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError("nginx did not start; the lines above say why.")
            time.sleep(0.05)
        yield


@contextmanager
def redis(program: str, folder: Path) -> Iterator[str]:
    """A Redis at a socket of `folder`, with a password; its URL."""
    password, path = secrets.token_urlsafe(24), folder / "redis.sock"
    told = (
        f"port 0\nunixsocket {path}\nunixsocketperm 700\nrequirepass {password}\n"
        f'save ""\nmaxmemory 256mb\nmaxmemory-policy allkeys-lru\ndir {folder}\nloglevel warning\n'
    )
    with running([program, "-"], told=told) as process:  # by its input: a command line is seen
        deadline = time.monotonic() + LISTENING
        while not path.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError("Redis did not start.")
            time.sleep(0.05)
        yield f"unix://:{password}@{path}"


@contextmanager
def running(
    command: list[str], told: str = "", **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended at the end; `told` is its standard input."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, text=True, env=os.environ | environment
    )
    try:
        if process.stdin:
            process.stdin.write(told)
            process.stdin.close()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def alive(port: int, made: Certificate) -> bool:
    """Whether the page lives, asked through nginx by TLS."""
    trust = ssl.create_default_context(cafile=str(made.file))
    connection = http.client.HTTPSConnection("localhost", port, timeout=5, context=trust)
    with closing(connection):
        try:
            connection.request("GET", f"{PREFIX}healthz")
            return connection.getresponse().read() == b"OK"
        except OSError:
            return False


def _program() -> str:
    """The nginx of this machine."""
    found = subprocess.run([str(ROOT / "tools" / "nginx")], stdout=subprocess.PIPE, check=False)
    if found.returncode:
        raise StackError("The stack needs nginx.")
    return found.stdout.decode().strip()


def run(https: int, http: int) -> int:
    """Start all, say where the page is, and wait until the server ends; its status."""
    with ExitStack() as stack:
        enter = stack.enter_context
        folder = Path(enter(tempfile.TemporaryDirectory(prefix="osteoniche-")))
        made, program, store = certificate(folder), _program(), shutil.which("redis-server")
        if store is None:
            print("There is no redis-server here: results are remembered in a folder.")
        cache = enter(redis(store, folder)) if store else str(folder / "results")
        ports = Ports(https, http, free_port())
        text = configuration(ports, made, folder)
        enter(nginx(program, folder, text, https))
        server = enter(
            running(
                [sys.executable, str(ROOT / "gunicorn.conf.py")],
                OSTEONICHE_CACHE=cache,
                OSTEONICHE_HOST="127.0.0.1",
                OSTEONICHE_PORT=str(ports.behind),
                OSTEONICHE_PREFIX=PREFIX,
            )
        )
        deadline = time.monotonic() + ANSWERING
        while not alive(https, made):
            if server.poll() is not None or time.monotonic() > deadline:
                raise StackError("The server did not start; the lines above say why.")
            time.sleep(0.2)
        print(
            f"The stack is at https://localhost:{https}{PREFIX} (stop it with Ctrl-C). Browsers "
            f"warn of its certificate, which is made on the spot: {made.file}",
            flush=True,
        )
        return server.wait()


def main() -> int:
    """The command line; the exit status."""
    flags = argparse.ArgumentParser(prog="make stack", description="The whole stack, to try it.")
    flags.add_argument("--https", type=int, default=8443, help="port (default: %(default)s)")
    flags.add_argument("--http", type=int, default=8080, help="port (default: %(default)s)")
    chosen = flags.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as by Ctrl-C
    taken = [port for port in (chosen.https, chosen.http) if _listens(port)]
    if taken:
        print(f"Taken: port {taken[0]}. Choose with --https PORT and --http PORT.", file=sys.stderr)
        return 1
    try:
        return run(chosen.https, chosen.http)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
