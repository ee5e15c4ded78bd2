"""The log as JSON: a line for each request, with nothing in it of who asked for what."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.web.bodies import legitimate
from tests.web.browsers import page

from osteoniche.engine.result import Status, failed
from osteoniche.web.edge import log
from osteoniche.web.edge.request_id import HEADER

CALLBACKS = "/lab/_dash-update-component"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written while the root of all loggers has one handler, as in a server."""
    root, stream = logging.getLogger(), io.StringIO()
    monkeypatch.setattr(root, "handlers", [logging.StreamHandler(stream)])
    yield stream
    log.logger.setLevel(logging.NOTSET)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def logged(run: Any = lambda scenario: failed(Status.TOO_SLOW)) -> Any:
    """A page that logs its requests."""
    return page(run, "/lab/", watch=log.install)


def test_each_request_is_one_line(written):
    client = logged().server.test_client()
    answer = client.get("/lab/?induction=7.25", headers={"Accept-Encoding": "gzip"})
    (line,) = lines(written)
    assert " ".join(line) == ("time level process id method path status bytes milliseconds cpu")
    assert line["id"] == answer.headers[HEADER]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/lab/", 200)
    assert line["bytes"] == len(answer.data)  # as they are sent: compressed
    assert answer.headers["Content-Encoding"] == "gzip"
    assert line["milliseconds"] > 0
    assert line["cpu"] > 0
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/lab/healthz", 200),
        ("HEAD", "/lab/healthz", 200),
        ("GET", "/lab/assets/frame.css", 200),
        ("GET", "/lab/nonsense", 404),
        ("GET", "/lab", 308),
        ("PUT", "/lab/", 405),
        ("POST", "/lab/_dash-update-component", 415),
    ],
)
def test_so_is_each_that_is_refused_and_each_file(written, method, path, status):
    with logged().server.test_client().open(path, method=method) as answer:
        sent = len(answer.data)
    (line,) = [each for each in lines(written) if "status" in each]
    assert (line["method"], line["path"], line["status"]) == (method, path, status)
    assert line["bytes"] == sent


def test_no_line_has_the_address_of_a_visitor_or_what_was_asked(written):
    client = logged().server.test_client()
    base = {"REMOTE_ADDR": "192.0.2.77"}
    headers = {"X-Forwarded-For": "198.51.100.9", "Referer": "http://elsewhere.example/"}
    client.get("/lab/?cisplatin=7.25", headers=headers, environ_base=base)
    client.get("/lab/nonsense?cisplatin=7.25", headers=headers, environ_base=base)
    assert len(lines(written)) == 3  # the second was refused, too
    for word in ("192.0.2.77", "198.51.100.9", "elsewhere", "cisplatin", "7.25"):
        assert word not in written.getvalue()


def test_a_path_can_not_end_its_line(written):
    logged().server.test_client().get('/lab/%0A{"level":"error"}%E2%80%A8%FF')
    assert [line["level"] for line in lines(written)] == ["warning", "info"]
    assert lines(written)[1]["path"].startswith("/lab/\n{")


def test_a_mistake_has_its_trace_within_its_line(written):
    def broken(scenario: Any) -> Any:
        raise ZeroDivisionError

    app = logged(broken)
    answers = [app.server.test_client().post(CALLBACKS, json=body) for body in legitimate(app)]
    ids = {answer.headers[HEADER] for answer in answers if answer.status_code == 500}
    mistakes = [line for line in lines(written) if line["level"] == "error"]
    assert {line["id"] for line in mistakes} == ids
    assert "Traceback" in mistakes[0]["trace"]
    statuses = {line["id"]: line["status"] for line in lines(written) if "status" in line}
    assert {statuses[each] for each in ids} == {500}


def test_without_the_setting_no_request_is_logged(written):
    page(lambda scenario: failed(Status.TOO_SLOW)).server.test_client().get("/")
    assert written.getvalue() == ""
