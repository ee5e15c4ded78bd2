"""Numbers for Prometheus: what is counted, under which few names, and who may read it."""

import time
from contextlib import ExitStack
from ipaddress import ip_network
from typing import Any

import pytest
from dash import Dash, html
from prometheus_client.parser import text_string_to_metric_families
from tests.web.bodies import legitimate
from tests.web.browsers import ASSETS, page

from osteoniche.cache import Found, Vault
from osteoniche.jobs import Jobs, LocalPool, State, Work
from osteoniche.scenario.presets import preset
from osteoniche.settings import read_settings
from osteoniche.web import computing, serving
from osteoniche.web.computing import Computing
from osteoniche.web.edge.counts import ARMS, CURVES, RANGES, Counts
from osteoniche.web.edge.health import Busy, Line
from osteoniche.web.edge.metrics import FORWARDED, Metrics
from osteoniche.web.edge.protection import protect

CALLBACKS = "/lab/_dash-update-component"
HERE = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(HERE)


def counted(counts: Counts) -> Any:
    """A client of a small application whose requests are counted."""
    app = Dash(
        __name__,
        assets_folder=str(ASSETS),
        requests_pathname_prefix="/lab/",
        routes_pathname_prefix="/lab/",
        health_endpoint="healthz",
    )
    app.layout = html.Div()
    protect(app, ("", "surface"), watch=counts.install)
    return app.server.test_client()


def numbers(client: Any) -> dict[tuple[str, ...], float]:
    """All numbers that a server tells, by name and labels."""
    answer = client.get("/lab/metrics")
    assert answer.status_code == 200
    return {
        (
            sample.name.removeprefix("osteoniche_"),
            *map(str, dict(sorted(sample.labels.items())).values()),
        ): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_status(metrics):
    client = counted(metrics)
    for path in ("", "?species=human", "?species=mouse", "surface", "healthz", "nonsense", "x/y"):
        client.get(f"/lab/{path}")
    client.get("/lab/assets/frame.css").close()
    client.get("/nowhere")
    client.put("/lab/")
    told = numbers(client)
    assert told["requests_total", "page", "200"] == 4
    assert told["requests_total", "page", "404"] == 2
    assert told["requests_total", "healthz", "200"] == 1
    assert told["requests_total", "assets", "200"] == 1
    assert told["requests_total", "none", "404"] == 1
    assert told["requests_total", "none", "405"] == 1
    assert told["request_seconds_count", "page"] == 6


def test_no_address_makes_a_name(metrics):
    """Whatever is asked for, there are as many names as routes of the application."""
    client = counted(metrics)
    for number in range(50):
        client.get(f"/lab/{number}")
        client.get(f"/lab/assets/{number}.js")
        client.get(f"/lab/_dash-component-suites/dash/{number}.js")
        client.get(f"/{number}")
        client.open("/lab/", method=f"X{number}")
    routes = {name[1] for name in numbers(client) if name[0] == "requests_total"}
    assert routes == {"page", "assets", "_dash-component-suites", "none"}


def test_refusals_are_counted_by_reason(metrics):
    client = counted(metrics)
    for _ in range(5):
        client.post(CALLBACKS, data=b"[", content_type="application/json")
    client.get("/lab/nonsense")
    told = numbers(client)
    assert told["refusals_total", "bad request"] == 5
    assert told["refusals_total", "not found"] == 1


@pytest.mark.parametrize(
    ("error", "reason"), [(Busy, "service unavailable"), (ZeroDivisionError, "internal error")]
)
def test_so_are_a_busy_server_and_mistakes(metrics, error, reason):
    def broken(scenario: Any) -> Any:
        raise error

    app = page(broken, "/lab/", watch=metrics.install)
    client = app.server.test_client()
    answers = [client.post(CALLBACKS, json=body) for body in legitimate(app)]
    told = sum(answer.status_code >= 500 for answer in answers)
    assert told
    assert numbers(client)["refusals_total", reason] == told


def test_who_waits_and_who_computes_is_told(metrics):
    client, line = counted(metrics), Line(places=3, at_once=1, count=metrics.line(CURVES))

    def standing() -> tuple[float, float]:
        told = numbers(client)
        return told["line", CURVES, "waiting"], told["line", CURVES, "computing"]

    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(line.place())
        assert standing() == (3, 0)
        with line.turn():
            assert standing() == (2, 1)
        with pytest.raises(Busy):
            stack.enter_context(line.place())
        assert standing() == (3, 0)
    assert standing() == (0, 0)


def test_the_seconds_of_a_likely_range_are_those_of_all_its_curves(metrics, monkeypatch, tmp_path):
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path))
    monkeypatch.setattr(computing, "cores", lambda: 1)
    client, known = counted(metrics), Computing(read_settings(), metrics)
    known.band(preset("untreated"))  # what it needs is loaded
    before = numbers(client)["solver_cpu_seconds_sum", "likely ranges"]
    begun = time.process_time()
    known.band(preset("combination"))
    spent = time.process_time() - begun
    counts = numbers(client)["solver_cpu_seconds_sum", "likely ranges"] - before
    assert spent / 2 < counts <= spent


def test_lookups_are_counted_by_where_the_value_was(metrics, tmp_path, monkeypatch):
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path))
    client = counted(metrics)
    chemotherapy = preset("chemotherapy")
    for _ in range(2):  # two processes that share a folder
        runs = Computing(read_settings(), metrics).run
        for _ in range(3):
            runs(chemotherapy)
    told = numbers(client)
    found = {where: told["cache_lookups_total", where, CURVES] for where in Found}
    assert found == {Found.MEMORY: 4, Found.STORE: 1, Found.NOWHERE: 1}
    assert told["solver_cpu_seconds_count", CURVES] == 1
    assert told["solver_cpu_seconds_sum", CURVES] > 0
    assert told["cache_lookups_total", "nowhere", RANGES] == 0
    assert told["solver_cpu_seconds_count", ARMS] == 0


def test_long_work_is_counted_while_it_waits_and_runs_and_by_how_it_ends(metrics):
    client = counted(metrics)

    def active() -> tuple[float, float]:
        told = numbers(client)
        return told["jobs", "waiting"], told["jobs", "running"]

    metrics.job("one", State.RUNNING)
    metrics.job("two", State.WAITING)
    metrics.job("two", State.WAITING)  # a sign of life
    assert active() == (1, 1)
    metrics.job("two", State.RUNNING)
    assert active() == (0, 2)
    metrics.job("one", State.DONE)
    metrics.job("two", State.STOPPED)
    metrics.job("three", State.FAILED)  # at once
    assert active() == (0, 0)
    told = numbers(client)
    ends = (State.DONE, State.STOPPED, State.FAILED, State.LOST)
    assert [told["jobs_ended_total", how] for how in ends] == [1, 1, 1, 0]


def test_jobs_tell_what_they_do(metrics, tmp_path):
    heard: list[tuple[str, State]] = []
    pool = LocalPool(1)
    jobs = Jobs(Vault(str(tmp_path), "tests"), pool, heard=lambda *told: heard.append(told))
    work = Work(len, "abc", 0)  # nothing to do
    jobs.finish(work, lambda progress: None)
    jobs.close()
    assert heard == [(work.key, State.RUNNING), (work.key, State.DONE)]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.255.0.3", "::ffff:10.0.0.1", "fd12::7"])
def test_the_addresses_of_the_setting_may_read(metrics, address):
    answer = counted(metrics).get("/lab/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert "osteoniche_requests_total" in answer.text


@pytest.mark.parametrize("address", ["127.0.0.2", "11.0.0.1", "::1", "::ffff:11.0.0.1", "", "x"])
def test_others_are_told_that_there_is_no_such_page(metrics, address):
    answer = counted(metrics).get("/lab/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404
    assert "osteoniche_" not in answer.text


@pytest.mark.parametrize("name", FORWARDED)
def test_what_a_proxy_sends_is_not_asked_from_its_address(metrics, name):
    """Behind a proxy on the same machine every visitor comes from 127.0.0.1."""
    assert counted(metrics).get("/lab/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_without_the_setting_there_is_no_page_and_nothing_is_counted():
    assert not read_settings({}).metrics
    assert type(serving._counts(read_settings({}))) is Counts
    client = counted(Counts())
    assert client.get("/lab/metrics").status_code == 404
    server = client.application
    hooks = server.before_request_funcs[None] + server.after_request_funcs[None]
    assert not [hook for hook in hooks if "metrics" in hook.__module__]
    assert Counts().counted(CURVES, compute := lambda: 1) is compute
