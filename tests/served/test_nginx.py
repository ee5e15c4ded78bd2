"""deploy/nginx.conf, tried: the page under a path of nginx, as a browser would ask for it."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.served.servers import ROOT, Answer, Server, ask, free_port, renderer, serve, wanted

EXAMPLE = ROOT / "deploy" / "nginx.conf"
PREFIX = "/osteoniche/"


@pytest.fixture(scope="module")
def nginx() -> str:
    """The nginx of this machine. Continuous integration must have one; others are told."""
    found = subprocess.run(
        [str(ROOT / "tools" / "nginx")],
        capture_output=True,
        encoding="utf-8",  # what installs it writes more than ASCII, whatever the locale
        errors="replace",
        check=False,
    )
    if found.returncode:
        said = found.stderr.strip().splitlines()[-1]
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found.stdout.strip()


@dataclass
class Front:
    """A running nginx."""

    port: int

    def ask(self, method: str, path: str, body: object = None, **more: str) -> Answer:
        """One request; the path is as the browser sees it."""
        return ask(self.port, method, path, body, **more)


def example(port: int, behind: int, folder: Path) -> str:
    """The example with other ports and another folder, and nothing else changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for word, other in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("127.0.0.1:8050", f"127.0.0.1:{behind}"),
        ("/var/cache/nginx/osteoniche", str(folder / "scripts")),
    ):
        assert text.count(word) == 1, word
        text = text.replace(word, other)
    return text


@contextmanager
def in_front(nginx: str, behind: int, folder: Path) -> Iterator[Front]:
    port = free_port()
    own = " ".join(
        f"{kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        "daemon off; master_process off; worker_processes 1;\n"
        f"pid {folder / 'nginx.pid'}; error_log {folder / 'nginx.log'} warn;\n"
        "events { worker_connections 256; }\n"
        f"http {{ access_log off; {own}\n"
        "types { text/html html; }\n"
        f"{example(port, behind, folder)}\n}}\n"
    )
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        until_listening(port, process, folder)
        yield Front(port)
    finally:
        process.terminate()
        process.wait(30)


def until_listening(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "nginx.log").read_text()
        try:
            ask(port, "GET", "/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not listen")


@pytest.fixture(scope="module")
def server(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(
        tmp_path_factory.mktemp("behind"),
        OSTEONICHE_PREFIX=PREFIX,
        OSTEONICHE_METRICS="127.0.0.1",
        OSTEONICHE_LOG="json",
    ) as running:
        yield running


@pytest.fixture(scope="module")
def front(nginx: str, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with in_front(nginx, server.port, tmp_path_factory.mktemp("front")) as running:
        yield running


def test_the_page_its_renderer_and_its_answers(front):
    page = front.ask("GET", PREFIX)
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "'none'" in page.headers["content-security-policy"]
    path = renderer(page.body.decode())
    assert path.startswith(PREFIX)
    script = front.ask("GET", path)
    assert script.status == 200
    assert script.headers["content-type"].startswith("text/javascript")
    assert len(script.body) > 100_000
    answer = front.ask("POST", PREFIX + "_dash-update-component", wanted(3.9))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/json")
    alive = front.ask("GET", PREFIX + "healthz")
    assert (alive.status, alive.body) == (200, b"OK")


def test_assets_live_under_the_prefix(front):
    page = front.ask("GET", PREFIX).body.decode()
    links = [part.split('"')[0] for part in page.split('href="')[1:] if "assets" in part]
    links += [part.split('"')[0] for part in page.split('src="')[1:]]
    assert links
    for link in links:
        assert link.startswith(PREFIX)
        assert front.ask("GET", link).status == 200


def test_without_the_last_slash_the_page_is_found(front):
    answer = front.ask("GET", "/osteoniche?species=human")
    assert answer.status == 308
    assert answer.headers["location"].endswith("/osteoniche/?species=human")


def test_other_paths_are_nobodys_or_not_found(front):
    assert front.ask("GET", PREFIX + "nonsense").status == 404
    assert front.ask("GET", "/healthz").status == 404
    assert b"_dash-config" not in front.ask("GET", "/").body


def test_a_large_body_ends_at_the_front(front, server):
    before = server.log.count("413")
    answer = front.ask("POST", PREFIX + "_dash-update-component", b"[" * 300_000)
    assert answer.status == 413
    assert server.log.count("413") == before


def test_what_can_be_compressed_is(front):
    page = front.ask("GET", PREFIX).body.decode()
    packed = {"Accept-Encoding": "gzip"}
    for path in (PREFIX, renderer(page), PREFIX + "_dash-layout"):
        assert front.ask("GET", path, **packed).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in front.ask("GET", path).headers
    answer = front.ask("POST", PREFIX + "_dash-update-component", wanted(3.9), **packed)
    assert answer.headers["content-encoding"] == "gzip"


def test_only_https_is_told_to_stay(front):
    assert "strict-transport-security" not in front.ask("GET", PREFIX).headers


def test_the_id_of_an_answer_is_that_of_the_front_and_of_the_log(front, server):
    answer = front.ask("GET", PREFIX + "nonsense", **{"X-Request-ID": "made-by-a-visitor"})
    number = answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", number)
    assert f'"id": "{number}"' in server.log
    script = renderer(front.ask("GET", PREFIX).body.decode())
    kept = [front.ask("GET", script).headers["x-request-id"] for _ in range(2)]
    assert len({*kept, number}) == 3


def test_nobody_reads_the_numbers_through_the_front(front, server):
    assert server.ask("GET", "metrics").status == 200
    assert front.ask("GET", PREFIX + "metrics").status == 404
    for disguised in (
        "%6detrics",
        "./metrics",
        "metrics?x",
        "x/../metrics",
        "/metrics",
        "metrics/",
    ):
        answer = front.ask("GET", PREFIX + disguised)
        assert answer.status in (308, 404), disguised
        assert b"osteoniche_" not in answer.body


def test_scripts_come_from_the_front_when_the_server_is_gone(front, server):
    """The last test of this server."""
    path = renderer(front.ask("GET", PREFIX).body.decode())
    assert front.ask("GET", path).status == 200
    server.process.terminate()
    assert server.process.wait(60) == 0
    assert front.ask("GET", path).status == 200
    assert front.ask("GET", PREFIX).status == 502
