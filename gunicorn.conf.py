"""How gunicorn serves Osteoniche: `make serve`. docs/operations.md explains it to administrators."""

import logging
import os
import secrets
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "src"))

from osteoniche.settings import SettingsError, read_settings  # noqa: E402
from osteoniche.web import serving  # noqa: E402
from osteoniche.web.health import THREADS  # noqa: E402

settings = read_settings()
wsgi_app = "app:server"
chdir = str(ROOT)
bind = f"{settings.host}:{settings.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", 0)) or len(os.sched_getaffinity(0))
worker_class = "gthread"
threads = int(os.environ.get("T", THREADS))
reuse_port = bool(int(os.environ.get("R", "1")))
timeout = 30
graceful_timeout = 20
keepalive = 15
max_requests = int(os.environ.get("MR", 20_000))
max_requests_jitter = max_requests // 10
control_socket_disable = True
forwarder_headers = ""
os.environ.setdefault("OSTEONICHE_SECRET_KEY", secrets.token_urlsafe(32))

def on_starting(server):
    serving.prepare()
    server.app.wsgi()
    serving.prepare()

def post_fork(server, worker):
    import socket
    if os.environ.get("D"):
        for each in worker.sockets:
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 10)

def post_worker_init(worker):
    if os.environ.get("SI"):
        sys.setswitchinterval(float(os.environ["SI"]))
