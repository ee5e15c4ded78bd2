"""How gunicorn serves Osteoniche: `make serve`. docs/operations.md tells administrators more."""

import itertools
import logging
import os
import secrets
import socket
import struct
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "src"))

from osteoniche.settings import SettingsError, read_settings, steer_nothing  # noqa: E402

for name in ("DASH_DEBUG", "FLASK_DEBUG"):
    if os.environ.get(name, "").lower() not in {"", "0", "false", "no", "off"}:
        sys.exit(f"{name} is set, but a server for others never shows its inside: unset {name}.")
try:
    settings = read_settings()
except SettingsError as error:
    sys.exit(str(error))
for name in ("GUNICORN_PID", "LISTEN_FDS", "LISTEN_PID"):  # of gunicorn and systemd
    if not os.environ.get(name, "0").isdecimal():
        sys.exit(f"{name} is {os.environ[name]!r}, which is no number: unset {name}.")
steer_nothing()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # those that this process may use
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


workers = settings.processes or _cores()

if __name__ == "__main__":  # `make serve`; gunicorn fails at a wrong number before it reads this
    os.environ["WEB_CONCURRENCY"] = str(workers)
    command = [sys.executable, "-m", "gunicorn", "--config", __file__, *sys.argv[1:]]
    os.execv(sys.executable, command)

# Only now, for they take a second.
from gunicorn import glogging  # noqa: E402

from osteoniche.web import serving  # noqa: E402
from osteoniche.web.edge.health import RECEIVING, SENDING, THREADS  # noqa: E402
from osteoniche.web.edge.log import JsonLines  # noqa: E402

# The same for all processes, and new at each start unless it is set.
os.environ["OSTEONICHE_SECRET_KEY"] = settings.secret_key or secrets.token_urlsafe(32)
logging.basicConfig(format="[%(asctime)s] [%(process)d] [%(levelname)s] %(message)s")

wsgi_app = "app:server"
chdir = str(ROOT)
bind = serving.netloc(settings)
worker_class = "osteoniche.web.edge.worker.Worker"
threads = THREADS
# One socket for all workers, held by the master: connections outlive a worker that ends or is
# killed. With reuse_port each worker has its own, and what waits in it is lost.
reuse_port = False
timeout = 30  # seconds without a sign of life from a worker, whatever its requests do
graceful_timeout = 20
keepalive = 15
max_requests, max_requests_jitter = 20_000, 2_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
control_socket_disable = True  # nobody steers the server but by signals
limit_request_line = 8190  # the page writes addresses of up to 8000 characters; its default is 4094
forwarder_headers = ""  # no header of a request says where the application stands


class DiscreetLogger(glogging.Logger):
    """Tells no address, name or query of a visitor. What is no fault of ours is one line."""

    def setup(self, cfg: Any) -> None:
        """Write as the settings want it."""
        super().setup(cfg)
        if settings.log:
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLines())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> Any:
        """What a line of the access log may hold, whatever its format."""
        told = super().atoms(resp, req, environ, request_time)
        path = environ["RAW_URI"].partition("?")[0]
        line = f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}"
        return told | {"h": "-", "u": "-", "r": line, "q": "", "f": "-"}

    def warning(self, msg: str, *args: Any, **more: Any) -> None:
        """A request that gunicorn refuses is named by its kind, for the text has an address."""
        if msg.startswith("Invalid request from ip="):
            msg, args = "Refused unread: %s", (type(sys.exc_info()[1]).__name__,)
        super().warning(msg, *args, **more)

    def exception(self, msg: str, *args: Any, **more: Any) -> None:
        """The trace of a mistake; none where a connection was given up."""
        if isinstance(sys.exc_info()[1], BlockingIOError):
            self.error("A stalled connection was closed.")
        elif msg.startswith("Error handling request "):  # with the whole address
            super().exception("Error handling a request", **more)
        else:
            super().exception(msg, *args, **more)


logger_class = DiscreetLogger


def on_starting(server: Any) -> None:
    """Check the port, then prepare model and page once, so that workers have them from birth."""
    if problem := serving.port_problem(settings, "make serve"):
        sys.exit(problem)
    server.shared = None
    if settings.metrics:
        from osteoniche.web.edge.metrics import Shared

        server.shared = Shared()
    serving.prepare()
    logging.disable(logging.INFO)  # of what is asked now, by nobody
    application = server.app.wsgi()
    serving.prepare()  # the thread that the application starts, too: a fork takes no thread along
    if application.test_client().get(settings.prefix).status_code != 200:
        sys.exit("The page cannot be made; the lines above say why.")
    application.extensions["osteoniche-scripts"].prepare()
    serving.prepare_pages()
    logging.disable(logging.NOTSET)
    if server.shared:
        server.shared.forget()


def when_ready(server: Any) -> None:
    """Keep idle and stalled connections from holding threads; then tell where the page is."""
    for listener in server.LISTENERS:
        for option, seconds in ((socket.SO_RCVTIMEO, RECEIVING), (socket.SO_SNDTIMEO, SENDING)):
            listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
        if hasattr(socket, "TCP_DEFER_ACCEPT"):  # a connection comes with its first byte
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, RECEIVING)
    serving.prepare_many()
    server.log.info(serving.welcome(settings))
    for caution in serving.cautions(settings, server.app.wsgi()):
        server.log.warning(caution)


def pre_fork(server: Any, worker: Any) -> None:
    """Give a process the first place that is free."""
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(place for place in itertools.count() if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """Count at that place."""
    if server.shared:
        server.shared.begin(worker.place)


def child_exit(server: Any, worker: Any) -> None:
    """A process that ended does nothing any more."""
    if server.shared:
        server.shared.end(worker.place)


def worker_exit(server: Any, worker: Any) -> None:
    """Stop the long work of a process that ends; one that never served has none."""
    if getattr(worker, "wsgi", None):
        serving.end(worker.wsgi)
