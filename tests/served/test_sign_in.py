"""Who may come in is asked by nginx; the server behind it knows nobody."""

import base64
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.served.fronts import PREFIX, Behind, in_front, listening, sign_in
from tests.served.servers import renderer, wanted

NAME, PASSWORD = "student", "osteoclast"
BASIC = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
GOOD = {"Authorization": f"Basic {BASIC}"}


@pytest.fixture(scope="module")
def server() -> Iterator[Behind]:
    with listening(PREFIX) as running:
        yield running


def test_a_password_opens_the_page_and_goes_no_further(nginx, server, tmp_path):
    users = tmp_path / "users"
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", PASSWORD], capture_output=True, text=True, check=True
    )
    users.write_text(f"{NAME}:{hashed.stdout}")
    change = sign_in("sign-in-password.conf", tmp_path, "/etc/nginx/osteoniche.users", str(users))
    with in_front(nginx, server.port, tmp_path, change) as front:
        refused = front.ask("GET", PREFIX)
        assert refused.status == 401
        assert refused.headers["www-authenticate"] == 'Basic realm="Osteoniche"'
        script = renderer(front.ask("GET", PREFIX, **GOOD).body.decode())
        for path in (script, f"{PREFIX}_dash-layout", f"{PREFIX}assets/frame.css"):
            assert front.ask("GET", path).status == 401
            assert front.ask("GET", path, Authorization="Basic bm9ib2R5Ong=").status == 401
            assert front.ask("GET", path, **GOOD).status == 200
        body = wanted(3.9)
        assert front.ask("POST", f"{PREFIX}_dash-update-component", body).status == 401
        assert front.ask("POST", f"{PREFIX}_dash-update-component", body, **GOOD).status == 200
        assert front.ask("GET", f"{PREFIX}healthz").body == b"OK"  # for who watches the server
    assert server.came
    for request in server.came:
        assert "HTTP_AUTHORIZATION" not in request
        assert NAME not in str(request)


class SignIn(BaseHTTPRequestHandler):
    """What oauth2-proxy answers: who has a cookie of it may come in, and has a name."""

    def do_GET(self) -> None:
        known = "session=good" in self.headers.get("Cookie", "")
        asked = self.path.startswith("/oauth2/auth")
        self.send_response((202 if known else 401) if asked else 200)
        self.send_header("X-Auth-Request-User", NAME)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing: tests read other logs."""


@contextmanager
def signing_in() -> Iterator[int]:
    """Its port."""
    program = ThreadingHTTPServer(("127.0.0.1", 0), SignIn)
    threading.Thread(target=program.serve_forever, daemon=True).start()
    try:
        yield program.server_port
    finally:
        program.shutdown()
        program.server_close()


def test_the_sign_in_of_a_school_opens_the_page(nginx, server, tmp_path):
    with signing_in() as port:
        change = sign_in("sign-in-oauth2.conf", tmp_path, "127.0.0.1:4180", f"127.0.0.1:{port}")
        with in_front(nginx, server.port, tmp_path, change) as front:
            refused = front.ask("GET", f"{PREFIX}?species=human")
            assert refused.status == 302
            assert refused.headers["location"] == f"/oauth2/start?rd={PREFIX}?species=human"
            assert front.ask("GET", "/oauth2/start").status == 200
            assert front.ask("GET", "/oauth2/auth").status == 404  # nginx alone asks that
            good = {"Cookie": "session=good"}
            assert front.ask("GET", f"{PREFIX}?species=human", **good).status == 200
            callbacks = f"{PREFIX}_dash-update-component"
            assert front.ask("POST", callbacks, wanted(4.1), **good).status == 200
            assert front.ask("POST", callbacks, wanted(4.1)).status == 302
            assert front.ask("GET", f"{PREFIX}healthz").body == b"OK"
    assert NAME not in str(server.came)
