"""The doctor at a page: what is wrong with an answer has a line, and nobody else is asked.

tests/served asks real ones, behind nginx.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from osteoniche.commands.cli import main
from osteoniche.commands.doctor.finding import Finding, Verdict
from osteoniche.commands.doctor.page import Reply, Site, _transport, findings, site

POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE = (
    b'<script id="_dash-config">{"requests_pathname_prefix":"/lab/"}</script>'
    b'<script src="/lab/dash_renderer.js"></script>'
)
GOOD = {
    "/lab/": (200, "text/html", PAGE),
    "/lab/dash_renderer.js": (200, "text/javascript", b"x" * 200_000),
    "/lab/healthz": (200, "text/plain", b"OK"),
    "/lab/_dash-layout": (200, "application/json", b"{}"),
}
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}


class Stub(ThreadingHTTPServer):
    """A page of which parts can be broken."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.parts = dict(GOOD)
        self.headers = dict(HEADERS)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/lab/"


class Answers(BaseHTTPRequestHandler):
    server: Stub

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, kind, body = self.server.parts.get(self.path, (404, "text/html", b"nobody"))
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", body.decode())
        for name, value in {"Content-Type": kind, **self.server.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def found(stub: Stub) -> dict[str, Finding]:
    return {finding.subject: finding for finding in findings(site(stub.url))}


def wrong(stub: Stub) -> dict[str, Finding]:
    return {name: each for name, each in found(stub).items() if each.verdict is Verdict.WRONG}


def test_a_page_in_order(stub):
    told = found(stub)
    assert list(told) == ["page", "prefix", "script", "healthz", "answers", "headers"]
    assert {each.verdict for each in told.values()} == {Verdict.OK}
    assert set(stub.asked) == set(GOOD)


BROKEN = {
    "a page in place of the script": ("dash_renderer.js", (200, "text/html", PAGE), "script"),
    "a script that is cut": ("dash_renderer.js", (200, "text/javascript", b"x"), "script"),
    "a script that is not there": ("dash_renderer.js", (404, "text/javascript", b""), "script"),
    "a page in place of OK": ("healthz", (200, "text/html", PAGE), "healthz"),
    "a page in place of answers": ("_dash-layout", (200, "text/html", PAGE), "answers"),
    "another page": ("", (200, "text/html", b"<h1>Welcome to nginx!</h1>"), "page"),
    "a sign-in": ("", (401, "text/html", b""), "page"),
    "no server": ("", (502, "text/html", b""), "page"),
    "a teapot": ("", (418, "text/html", b""), "page"),
}


@pytest.mark.parametrize(("part", "answer", "subject"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_what_to_do(stub, part, answer, subject):
    stub.parts[f"/lab/{part}"] = answer
    told = wrong(stub)
    assert list(told) == [subject]
    assert told[subject].advice


def test_a_redirection_is_told_and_not_followed(stub):
    stub.parts["/lab/"] = (302, "text/html", b"http://127.0.0.2:1/elsewhere")
    told = found(stub)
    assert list(told) == ["page"]
    assert "leads to http://127.0.0.2:1/elsewhere" in told["page"].found
    assert stub.asked == ["/lab/"]


def test_headers_that_the_proxy_lost_are_named(stub):
    del stub.headers["X-Content-Type-Options"]
    assert "X-Content-Type-Options missing" in wrong(stub)["headers"].found
    stub.headers = {**HEADERS, "Content-Security-Policy": "default-src *"}
    assert "Content-Security-Policy missing or changed" in wrong(stub)["headers"].found


def test_who_may_embed_is_told(stub):
    sites = "https://moodle.school.example"
    stub.headers["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors {sites}"
    assert found(stub)["embedding"].found == f"allowed to {sites}"


def test_no_answer_is_wrong_and_the_status_says_so(stub, capsys):
    url = stub.url
    stub.shutdown()
    stub.server_close()
    assert main(["doctor", "--url", url]) == 1
    assert "\nwrong  page         no answer" in capsys.readouterr().out


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://host/", "http:///path", "http://host:port/", "http://a:b@host/"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_asked(capsys, url):
    assert main(["doctor", "--url", url]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"--url {url!r}: this is no address of a page; give ")


def transport(url: str, headers: dict[str, str], ends: float | None = None) -> dict[str, Finding]:
    where: Site = site(url)
    reply = Reply(200, headers, b"", ends)
    return {finding.subject: finding for finding in _transport(where, reply)}


def test_plain_http_is_worth_a_word_but_for_this_machine():
    assert transport("http://lab.example/", {})["TLS"].verdict is Verdict.WARN
    assert transport("http://localhost:8050/", {}) == {}


def test_https_stays_and_its_certificate_lasts(monkeypatch):
    now = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    strict = {"strict-transport-security": "max-age=31536000"}
    told = transport("https://lab.example/", strict, now + 30 * 86400)
    assert {each.verdict for each in told.values()} == {Verdict.OK}
    told = transport("https://lab.example/", {}, now + 3.5 * 86400)
    assert told["HSTS"].verdict is told["certificate"].verdict is Verdict.WARN
    assert told["certificate"].found == "ends in 3 days"
