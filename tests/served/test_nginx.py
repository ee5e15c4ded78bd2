"""deploy/nginx.conf, tried: the page by TLS under a path of nginx, as a browser would see it."""

import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from tests.served.fronts import PREFIX, Front, in_front
from tests.served.servers import PATIENCE, Answer, Server, renderer, serve, wanted

from osteoniche.commands.doctor.finding import Finding
from osteoniche.commands.doctor.page import findings, site


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
    counted = front.ask("GET", PREFIX + "metrics")  # for this machine: nginx hands it to nobody
    assert (counted.status, b"<center>nginx</center>" in counted.body) == (404, True)
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


def test_http_leads_to_https_and_nothing_else(front):
    for path in ("/", PREFIX, f"{PREFIX}healthz", "/osteoniche?species=human"):
        answer = front.ask_plainly("GET", path)
        assert answer.status == 301
        assert answer.headers["location"] == f"https://127.0.0.1:{front.ports.https}{path}"
        assert "strict-transport-security" not in answer.headers


def test_every_answer_by_tls_tells_to_stay_once(front):
    """Those of the server (which says so too) and those of nginx."""
    for path in (PREFIX, f"{PREFIX}healthz", f"{PREFIX}nonsense", "/", "/osteoniche", "/nonsense"):
        answer = front.ask("GET", path)
        assert answer.headers["strict-transport-security"] == "max-age=31536000", path


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_both_versions_of_tls_are_spoken(front, version):
    with closing(front.connect(version)) as connection:
        assert connection.version() == version.name.replace("_", ".")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_older_versions_of_tls_are_not(front):
    with pytest.raises(ssl.SSLError):
        front.connect(ssl.TLSVersion.TLSv1_1)


def test_the_doctor_finds_it_well(front, monkeypatch):
    def found() -> dict[str, Finding]:
        return {finding.subject: finding for finding in findings(site(front.url))}

    assert str(found()["certificate"]).startswith("wrong  certificate  not trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(front.certificate.file))
    well = found()
    assert {str(finding.verdict) for finding in well.values()} == {"ok"}, well
    assert set(well) >= {"page", "prefix", "script", "healthz", "answers", "headers", "HSTS"}
    assert set(well) >= {"certificate"}


def test_the_first_page_of_the_host_is_not_that_of_nginx(front):
    answer = front.ask("GET", "/")
    assert (answer.status, answer.headers["location"]) == (302, PREFIX)


def test_redirections_name_no_port(front):
    """Behind another proxy that of nginx would be the wrong one."""
    for path in ("/", "/osteoniche"):
        assert front.ask("GET", path).headers["location"].startswith("/osteoniche/")


def test_who_asks_for_too_much_at_once_is_told_to_come_again(nginx, server, tmp_path):
    """Bodies that do not come, as of a request that is being computed; scripts still come."""
    begun = f"POST {PREFIX}_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
    few = {"osteoniche_at_once 600": "osteoniche_at_once 2"}
    with in_front(nginx, server.port, tmp_path, few) as narrow, ExitStack() as open_connections:
        script = renderer(narrow.ask("GET", PREFIX).body.decode())
        for _ in range(2):
            connection = open_connections.enter_context(closing(narrow.connect()))
            connection.sendall(begun.encode())
        refused = until(lambda: narrow.ask("GET", PREFIX), lambda answer: answer.status == 503)
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["strict-transport-security"] == "max-age=31536000"
        assert b"try again" in refused.body
        assert narrow.ask("GET", script).status == 200
        assert narrow.ask("GET", f"{PREFIX}healthz").body == b"OK"


def until(ask: Callable[[], Answer], is_there: Callable[[Answer], bool]) -> Answer:
    """The first answer that is as it should be."""
    deadline = time.monotonic() + PATIENCE
    while not is_there(answer := ask()):
        assert time.monotonic() < deadline, answer
    return answer


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
    page = front.ask("GET", PREFIX).body.decode()
    paths = re.findall(r'(?:src|href)="([^"]+[?&.](?:m=|js|css)[^"]*)"', page)
    assert any("/assets/" in path for path in paths)
    assert renderer(page) in paths
    for path in paths:
        assert front.ask("GET", path).status == 200
    server.process.terminate()
    assert server.process.wait(60) == 0
    for path in paths:
        assert front.ask("GET", path).status == 200
    away = front.ask("GET", PREFIX)
    assert away.status == 502
    assert b"Osteoniche does not answer" in away.body
    assert away.headers["strict-transport-security"] == "max-age=31536000"
