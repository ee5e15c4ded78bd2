"""`make serve`: several processes that answer under load, survive each other and end in order."""

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from dash import _callback_signing
from tests.served.servers import (
    PATIENCE,
    ROOT,
    Server,
    exchange,
    renderer,
    serve,
    wanted_of,
)

from osteoniche.scenario.address import LONGEST
from osteoniche.scenario.presets import preset
from osteoniche.web.edge.health import AT_ONCE, RESERVED, THREADS
from osteoniche.web.kit import ids as kit_ids
from osteoniche.web.pages.equations import ids, words

SECRET = "of this test only"
HELD_FILE = "held"
"""See watched.py."""
HELD = 3600.0
"""Seconds of a simulation that goes on until it is let go."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    with serve(folder, OSTEONICHE_SECRET_KEY=SECRET, WATCHED_PATIENCE=str(HELD)) as running:
        yield running


def test_the_page_its_scripts_and_its_answers(server):
    page = server.ask("GET", "")
    assert page.status == 200
    script = server.ask("GET", renderer(page.body.decode())[1:])
    assert script.status == 200
    assert script.headers["content-type"].startswith("text/javascript")
    assert len(script.body) > 100_000
    answer = server.callback(3.9)
    assert answer.status == 200
    assert "bone_mass" in answer.body.decode() or "figure" in answer.body.decode()
    for each in (page, script, answer, server.ask("GET", "nonsense")):
        assert each.headers["x-content-type-options"] == "nosniff"
        assert "gunicorn/" not in each.headers.get("server", "")


def test_the_longest_address_that_the_page_writes_is_served(server):
    query = "?view.pins=" + "a" * (LONGEST - len("view.pins="))
    assert server.ask("GET", query).status == 200


def test_the_terminal_says_where_the_page_is(server):
    assert f"Osteoniche is at http://127.0.0.1:{server.port}/ (" in server.log


def test_processes_sign_alike(server):
    """Whichever answers, the others know what it signed."""
    for _ in range(8):
        text = server.ask("GET", "").body.decode()
        config = text.partition('id="_dash-config"')[2].partition(">")[2].partition("</script>")[0]
        token = json.loads(config)["end_id"]
        scope = _callback_signing.END_SCOPE
        assert _callback_signing.unsign(SECRET.encode(), scope, token) is not None


def test_200_who_ask_the_same_at_once_have_it_computed_once(server):
    server.take(0.05)
    before = len(server.tally)
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda _: server.callback(2.5), range(200)))
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= {200, 503}
    assert statuses[200] >= 50
    computed = Counter(server.tally[before:])
    assert computed
    assert set(computed.values()) == {1}
    # Once for all processes, too: they share the cache.
    assert len({scenario for _, scenario in computed}) == len(computed)


def test_alive_while_all_compute(server):
    """More ask than there are threads, and nobody's computation ends before it is let go.

    How quickly it is answered is measured by benchmarks/load.py.
    """
    server.take(HELD)
    before = len(server.tally)
    places = 2 * (THREADS - RESERVED)
    with ThreadPoolExecutor(3 * THREADS) as pool:
        asked = [pool.submit(server.callback, 3 + i / 1000) for i in range(3 * THREADS)]
        until(lambda: len(server.tally) == before + 2 * AT_ONCE)
        until(lambda: sum(each.done() for each in asked) >= len(asked) - places)
        refused = Counter(each.result().status for each in asked if each.done())
        for _ in range(12):
            assert_alive(server)
        assert set(refused) == {503}
        assert len(server.tally) == before + 2 * AT_ONCE  # all this while the same were at work
        server.take(0)
        statuses = Counter(each.result().status for each in asked)
    assert set(statuses) == {200, 503}
    assert statuses[200] >= 2 * AT_ONCE
    assert server.callback(3.0).status == 200


def test_six_who_ask_for_what_is_dear_keep_nobody_else_from_a_curve(server):
    """Not one is refused while they go on and on; one of theirs is at work in each process."""
    server.take(0)
    before = len(server.tally)
    (server.folder / HELD_FILE).touch()
    bodies = [wanted_of(DEAR.changed(induction=2 + i / 100)) for i in range(6)]
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(server.ask, "POST", "_dash-update-component", body) for body in bodies]
        try:
            until(lambda: len(server.tally) > before)
            usual = [server.callback(6 + i / 100).status for i in range(20)]
            at_work = [key for _, key in server.tally[before:] if key in DEAR_KEYS]
        finally:
            (server.folder / HELD_FILE).unlink()
        assert set(usual) == {200}
        assert 1 <= len(at_work) <= 2
        assert {each.result(PATIENCE).status for each in asked} == {200}


DEAR = preset("combination").changed(
    days=180,
    treatments=[
        {"drug": drug, "dose": 1.0, "start": 7.0, "every": 0.5} for drug in ("paclitaxel", "15D11")
    ],
)
DEAR_KEYS = {DEAR.changed(induction=2 + i / 100).key() for i in range(6)}


def assert_alive(server: Server) -> None:
    answer = server.ask("GET", "healthz")
    assert (answer.status, answer.body) == (200, b"OK")


def until(holds, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.skipif(
    not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="this system hands over silent connections"
)
def test_connections_that_say_nothing_reach_no_process(server):
    """Browsers open such in advance, a hall of them hundreds; each held a thread for a while.

    The kernel keeps them for ten seconds: on a machine that is too busy for that, once more.
    """

    def kept_back() -> bool:
        before = sockets(server)
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(4 * THREADS)]
        try:
            assert_alive(server)  # asked for behind them
            return sockets(server) < before + THREADS
        finally:
            for each in idle:
                each.close()

    until(kept_back)


def sockets(server: Server) -> int:
    """How many sockets the processes hold."""
    held = [
        entry for process in server.workers() for entry in Path(f"/proc/{process}/fd").iterdir()
    ]
    found = 0
    for entry in held:
        with suppress(OSError):  # it was closed meanwhile
            found += os.readlink(entry).startswith("socket:")
    return found


def test_connections_that_stall_are_given_up(server):
    """A telephone that lost its network in the middle of a request."""
    many = 2 * THREADS + 4  # a few more than all processes have threads
    stalled = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(many)]
    try:
        for each in stalled:
            each.sendall(b"POST /_dash-update-component HTTP/1.1\r\nContent-Length: 10\r\n")
        assert_alive(server)  # they are still there: nobody but the server ended them
    finally:
        for each in stalled:
            each.close()


HEAD = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
DROPS = {
    "the head of a request": HEAD % b"live",
    "a body": HEAD % b"live" + b"Content-Length: 100000\r\n\r\n",
    "a body that nobody wants": HEAD % b"nonsense" + b"Content-Length: 100000\r\n\r\n",
}


@pytest.mark.parametrize("begun", DROPS.values(), ids=DROPS)
def test_requests_that_come_drop_by_drop_leave_threads_for_others(server, begun):
    """They would go on for ever: each drop is a sign of life."""
    many, over = 4 * THREADS, threading.Event()  # more than one process alone could hold

    def drip() -> None:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", server.port))) as it:
            it.sendall(begun)
            while not over.wait(0.5):
                it.sendall(b"x")

    with ThreadPoolExecutor(many) as pool:
        for _ in range(many):
            pool.submit(drip)
        try:
            for _ in range(5):
                assert_alive(server)
                assert server.callback(3.9).status == 200
        finally:
            over.set()


def test_who_does_not_close_a_connection_keeps_nobody_waiting(server):
    """The server waits for it, so that the end of an answer arrives; not where it hears others."""
    with ExitStack() as stack:
        for _ in range(2 * THREADS + 12):
            open_one = socket.create_connection(("127.0.0.1", server.port))
            stack.enter_context(closing(open_one))
            open_one.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert_alive(server)


def test_a_large_body_is_refused_and_not_kept(server):
    held = memory(server)
    for _ in range(2):
        with suppress(ConnectionError):  # refused before it was sent whole
            assert server.ask("POST", "_dash-update-component", b"[" * 60_000_000).status == 413
    assert memory(server) - held < 50_000


def test_what_pages_need_at_their_first_sight_is_there_before_processes_part(server):
    """The equations alone take 30 MB to read and write, in each process that does it itself."""
    sight = {"id": kit_ids.seen(words.PATH), "property": "data"}
    output = {"id": ids.TEXTS, "property": "data"}
    body = {
        "output": f"{ids.TEXTS}.data",
        "outputs": output,
        "inputs": [sight | {"value": True}],
        "changedPropIds": [f"{sight['id']}.data"],
    }
    held = memory(server)
    for _ in range(8):
        assert server.ask("POST", "_dash-update-component", body).status == 200
    assert memory(server) - held < 40_000


def memory(server: Server) -> int:
    """Kilobytes that the processes hold."""
    processes = ",".join(str(pid) for pid in server.workers())
    listed = subprocess.run(
        ["ps", "-o", "rss=", "-p", processes], capture_output=True, encoding="utf-8", check=True
    )
    return sum(int(line) for line in listed.stdout.split())


NONSENSE = [
    b"nonsense\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 300 + b"\r\n",
    b"GET / HTTP/1.1\r\nX-Forwarded-For : 127.0.0.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nExpect: 127.0.0.1\r\n\r\n",
    b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n",
]
"""What is sent that is no HTTP, or is not as it should be."""


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_is_no_http_is_refused_without_a_trace(server, sent):
    text = exchange(server.port, sent).decode(errors="replace")
    assert not text or text.split()[1].startswith("4")
    assert not any(word in text for word in ("Traceback", "File", "site-packages", str(ROOT)))


def test_the_log_knows_no_visitor(tmp_path):
    """Neither of requests that are answered or refused nor of those that are none or stall."""
    query = "?induction=7.25"
    with serve(tmp_path, GUNICORN_CMD_ARGS="--access-logfile -") as server:
        # The start says where it listens; what comes behind is of visitors.
        started = len(server.log)
        forwarded = {"X-Forwarded-For": "127.0.0.1", "Referer": f"http://127.0.0.1/{query}"}
        # Of a sign-in at the proxy, as Basic (student:password) and as the usual headers.
        forwarded |= {"Authorization": "Basic c3R1ZGVudDpwYXNzd29yZA=="}
        forwarded |= {"X-Remote-User": "student", "X-Forwarded-Email": "student@school.example"}
        assert server.ask("GET", query, **forwarded).status == 200
        assert server.ask("GET", f"nonsense{query}", **forwarded).status == 404
        with ThreadPoolExecutor(len(NONSENSE)) as pool:
            stalled = pool.submit(exchange, server.port, b"GET /", ends=False)
            list(pool.map(lambda sent: exchange(server.port, sent), NONSENSE))
            stalled.result()
        until(lambda: "stalled" in server.log)
        log = server.log[started:]
    assert "127.0.0.1" not in log
    assert "7.25" not in log
    assert "student" not in log
    # These are in it: what is asked for, what is refused, what could not be read.
    assert '"GET / HTTP/1.1" 200' in log
    assert "Refused (404) GET '/nonsense'" in log
    assert "Refused unread: InvalidRequestLine" in log
    assert "Traceback" not in log


def test_a_worker_that_is_killed_takes_nothing_down(server):
    server.take(0)
    for _ in range(3):
        workers = server.workers()
        assert len(workers) == 2
        killed = min(workers)
        os.kill(killed, signal.SIGKILL)
        for _ in range(10):
            assert server.callback(3.9).status == 200
        until(lambda dead=killed: dead not in (now := server.workers()) and len(now) == 2)


def test_when_all_workers_are_killed_requests_wait_for_new_ones(server):
    for process in server.workers():
        os.kill(process, signal.SIGKILL)
    assert server.callback(3.9).status == 200
    until(lambda: len(server.workers()) == 2)


def test_it_ends_in_order_and_finishes_what_was_asked(server):
    """The last test of this server."""
    with ThreadPoolExecutor(1) as pool:
        server.take(0.5)
        before = len(server.tally)
        asked = pool.submit(server.callback, 1.5)
        until(lambda: len(server.tally) > before)
        server.process.send_signal(signal.SIGTERM)
        answer = asked.result(60)
        assert answer.status == 200
        assert server.process.wait(60) == 0
        with pytest.raises(OSError, match="refused"):
            server.ask("GET", "healthz")
