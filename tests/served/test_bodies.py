"""Bodies that are malformed, end early or stall: 400 in our own words, by either server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.served.servers import Server, alone, exchange, serve
from tests.web.browsers import page

from osteoniche.web.edge.gate import NOT_WHOLE

CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
MALFORMED = {
    "no size": CHUNKED + b"ZZ\r\n\r\n",
    "a negative size": CHUNKED + b"-4\r\n{}\r\n0\r\n\r\n",
    "a chunk that is longer than it says": CHUNKED + b"2\r\n{}XX0\r\n\r\n",
    "a trailer that is none": CHUNKED + b"2\r\n{}\r\n0\r\nnonsense\r\n\r\n",
    "no chunk": CHUNKED,
    "an end within a chunk": CHUNKED + b"10\r\n{}",
    "an end before the last chunk": CHUNKED + b"2\r\n{}\r\n",
    "an end before its length": b"Content-Length: 50\r\n\r\n{}",
}
UNFINISHED = [MALFORMED[name] for name in MALFORMED if name.startswith(("no chunk", "an end"))]


def posted_to() -> list[str]:
    """The paths that take a POST, below the prefix."""
    rules = page(lambda scenario: None).server.url_map.iter_rules()  # type: ignore[arg-type, return-value]
    return sorted(rule.rule.lstrip("/") for rule in rules if "POST" in (rule.methods or ()))


def post(path: str, rest: bytes) -> bytes:
    head = f"POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    return head.encode() + rest


@pytest.fixture(scope="module", params=[serve, alone], ids=["gunicorn", "app.py"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with request.param(tmp_path_factory.mktemp("bodies")) as running:
        yield running


def assert_refused(answer: bytes) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] == b"400"
    assert b"x-content-type-options: nosniff" in head.lower()
    assert NOT_WHOLE.encode() in body


def test_every_post_is_tried():
    assert posted_to() == ["_dash-update-component", "cohort-live", "live", "ranges"]


@pytest.mark.parametrize("path", posted_to())
@pytest.mark.parametrize("rest", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_body_is_refused(server, path, rest):
    assert_refused(exchange(server.port, post(path, rest)))
    assert "Internal error" not in server.log
    assert "Traceback" not in server.log


def test_a_body_that_stalls_is_given_up(server):
    """All at once, since each takes as long as the server has patience."""
    sent = [post(path, rest) for path in posted_to() for rest in UNFINISHED]
    with ThreadPoolExecutor(len(sent)) as pool:
        for answer in pool.map(lambda each: exchange(server.port, each, ends=False), sent):
            assert_refused(answer)
    assert "Internal error" not in server.log
    assert "Traceback" not in server.log
