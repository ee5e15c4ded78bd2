"""What pages have computed: once for all, each in its line, and nothing for who has left."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import flask
import pytest
from tests.runs import give, run

from osteoniche.analysis.cohort.work import Asked, arm_of
from osteoniche.engine.result import Status, failed
from osteoniche.quantity import HUMAN
from osteoniche.scenario import Scenario
from osteoniche.scenario.presets import ARMS, preset
from osteoniche.settings import Settings, read_settings
from osteoniche.study import compare
from osteoniche.web import computing
from osteoniche.web.computing import Computing
from osteoniche.web.edge import health, weight

PATIENCE = 120.0


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    for name in list(os.environ):
        if name.startswith("OSTEONICHE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("OSTEONICHE_CACHE", str(tmp_path / "results"))
    return read_settings()


def known(settings: Settings) -> Computing:
    """What a process computes, with its cache in place."""
    found = Computing(settings)
    found.init_app(flask.Flask("test"))
    return found


def remembered(settings: Settings):
    """What gives the result of a scenario."""
    return known(settings).run


def count_runs(monkeypatch, result) -> list[str]:
    """Replace the simulation by one that keeps a list of what it was asked for."""
    asked: list[str] = []

    def simulate(scenario):
        asked.append(scenario.key())
        return result(scenario)

    monkeypatch.setattr(computing, "simulate", simulate)
    return asked


def test_a_result_is_computed_once_for_all_processes(settings, monkeypatch):
    asked = count_runs(monkeypatch, run)
    chemotherapy = preset("chemotherapy")
    first = remembered(settings)(chemotherapy)
    again = remembered(settings)(chemotherapy)  # another process of the same cache folder
    assert len(asked) == 1
    assert first.ok
    assert (again["tumour_cells"] == first["tumour_cells"]).all()
    assert (again["tumour_cells"] == run(chemotherapy)["tumour_cells"]).all()


def test_an_arm_of_a_cohort_is_computed_once_for_all_processes(settings, monkeypatch):
    computed: list[str] = []

    def counted(asked, arm, threads):
        computed.append(arm.key())
        return arm_of(asked, arm)

    monkeypatch.setattr(computing, "arm_of", counted)
    both = preset("combination")
    asked = Asked(both, 3, 1)
    first, again = (known(settings).subjects(asked, both) for _ in range(2))
    assert computed == [both.key()]
    assert (first.values == again.values).all()
    assert not first.values.flags.writeable
    assert not again.values.flags.writeable


def test_who_drags_a_cohort_keeps_nobody_from_a_curve(settings, monkeypatch):
    held, under_way = threading.Event(), threading.Event()

    def slow(asked, arm, threads):
        under_way.set()
        assert held.wait(60)
        return arm_of(asked, arm)

    monkeypatch.setattr(computing, "arm_of", slow)
    here, both = known(settings), preset("combination")
    drags = [
        threading.Thread(target=here.subjects, args=(Asked(both, 2, seed), both))
        for seed in range(2)
    ]
    for drag in drags:
        drag.start()
    assert under_way.wait(60)
    assert here.run(preset("chemotherapy")).ok  # while both drags are held up
    held.set()
    for drag in drags:
        drag.join(60)


def test_a_drag_unpacks_each_result_once(settings, monkeypatch):
    moves = [
        preset("chemotherapy").changed(treatments=[give("paclitaxel", dose=dose)])
        for dose in range(1, 10)
    ]
    for move in moves:
        compare(move, remembered(settings))
    unpacked = []
    usual = computing.from_bytes
    monkeypatch.setattr(computing, "from_bytes", lambda data: unpacked.append(1) or usual(data))
    runs = remembered(settings)  # a process that starts where others filled the cache
    for move in [*moves, *reversed(moves)]:
        compare(move, runs)
    assert len(unpacked) == len(moves) + len(ARMS)


def test_scenarios_that_give_the_same_result_share_it(settings, monkeypatch):
    asked = count_runs(monkeypatch, run)
    runs = remembered(settings)
    runs(preset("untreated"))
    runs(preset("chemotherapy").changed(treatments=[]))
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "times"), [(Status.TOO_SLOW, 2), (Status.NEGATIVE, 1), (Status.NOT_FINITE, 1)]
)
def test_a_run_that_was_only_slow_is_tried_again(settings, monkeypatch, status, times):
    asked = count_runs(monkeypatch, lambda _: failed(status))
    runs = remembered(settings)
    for _ in range(2):
        assert runs(preset("chemotherapy")).status is status
    assert len(asked) == times


def dear(days: int = 1826) -> Scenario:
    """A scenario whose curve is dear: two drugs, every third day for years."""
    usual = preset("combination", HUMAN)
    given = [
        {"drug": one.drug, "dose": one.dose, "start": 30.0, "every": 3.0}
        for one in usual.treatments
    ]
    return usual.changed(days=days, treatments=given)


def server_of(here: Computing, scenario_of) -> flask.Flask:
    """A server that answers with a curve; the path says which."""
    server = flask.Flask("test")
    here.init_app(server)

    @server.get("/<number>")
    def curve(number: str) -> str:
        return here.run(scenario_of(int(number))).status.name

    @server.errorhandler(health.Busy)
    def busy(error: health.Busy) -> tuple[str, int]:
        return "busy", 503

    @server.errorhandler(health.Gone)
    def gone(error: health.Gone) -> tuple[str, int]:
        return "gone", 499

    return server


class Held:
    """A simulation that goes on until it is let go; `begun` counts, `asked` names its runs."""

    def __init__(self) -> None:
        self.go, self.begun, self.asked = threading.Event(), threading.Semaphore(0), []

    def __call__(self, scenario):
        self.asked.append(scenario.days)
        self.begun.release()
        assert self.go.wait(PATIENCE)
        return failed(Status.NEGATIVE)


def test_beside_dear_requests_a_usual_one_is_answered_at_once(settings, monkeypatch):
    held = Held()
    monkeypatch.setattr(
        computing, "simulate", lambda one: held(one) if weight.is_dear(one) else run(one)
    )
    server = server_of(Computing(settings), lambda n: dear(1000 + n) if n else preset("untreated"))
    with ThreadPoolExecutor(6) as pool:
        many = [pool.submit(server.test_client().get, f"/{n}") for n in range(1, 7)]
        assert held.begun.acquire(timeout=PATIENCE)
        assert server.test_client().get("/0").text == "OK"  # while all six are under way
        assert len(held.asked) == 1  # and one of them at work
        held.go.set()
        assert {each.result(PATIENCE).text for each in many} <= {"NEGATIVE", "busy"}
    assert server.test_client().get("/1").text == "NEGATIVE"  # no turn was lost


def test_a_dear_request_keeps_its_turn_until_it_has_drawn(settings, monkeypatch):
    monkeypatch.setattr(computing, "simulate", lambda one: failed(Status.NEGATIVE))
    monkeypatch.setattr(computing, "DEAR_PATIENCE", 0.0)
    here = Computing(settings)
    server = server_of(here, lambda n: dear(1000 + n))
    with server.test_request_context():
        here.run(dear())
        here.run(dear(900))  # a turn is enough for all that a request asks
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(server.test_client().get, "/1").result(PATIENCE).text == "busy"
    assert server.test_client().get("/1").text == "NEGATIVE"


def test_what_nobody_waits_for_is_not_computed(settings, monkeypatch):
    held = Held()
    monkeypatch.setattr(computing, "simulate", held)
    left: set[str] = set()
    monkeypatch.setattr(
        health,
        "is_there",
        lambda: not flask.has_request_context() or flask.request.path not in left,
    )
    server = server_of(Computing(settings), lambda n: Scenario(days=10 + n))
    with ThreadPoolExecutor(8) as pool:
        first = [pool.submit(server.test_client().get, f"/{n}") for n in range(health.AT_ONCE)]
        for _ in first:
            assert held.begun.acquire(timeout=PATIENCE)
        left |= {f"/{n}" for n in range(2, 8)}
        gone = [pool.submit(server.test_client().get, path) for path in sorted(left)]
        assert {each.result(PATIENCE).text for each in gone} == {"gone"}  # before their turn
        held.go.set()
        assert {each.result(PATIENCE).text for each in first} == {"NEGATIVE"}
    assert held.asked == [10, 11] or held.asked == [11, 10]


def test_who_waits_for_the_same_curve_gets_it_though_the_first_has_left(settings, monkeypatch):
    held = Held()
    monkeypatch.setattr(computing, "simulate", held)
    leaves, stays = threading.Event(), threading.local()
    monkeypatch.setattr(
        health, "is_there", lambda: getattr(stays, "yes", False) or not leaves.is_set()
    )
    here = Computing(settings)

    def ask(days: int, patient: bool):
        stays.yes = patient
        return here.run(Scenario(days=days)).status

    with ThreadPoolExecutor(8) as pool:
        busy = [pool.submit(ask, days, True) for days in range(10, 10 + health.AT_ONCE)]
        for _ in busy:
            assert held.begun.acquire(timeout=PATIENCE)
        first = pool.submit(ask, 30, False)
        until(lambda: here._curves._flights.keys() >= {Scenario(days=30).key()})
        second = pool.submit(ask, 30, True)
        leaves.set()
        with pytest.raises(health.Gone):
            first.result(PATIENCE)
        held.go.set()
        assert second.result(PATIENCE) is Status.NEGATIVE
    assert held.asked.count(30) == 1


def until(holds) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_request_has_its_share_of_the_processor_and_a_busy_machine_takes_none(
    settings, monkeypatch
):
    spent = 0.0

    def simulate(scenario):
        nonlocal spent
        spent += weight.TOGETHER / 2 + 1
        return failed(Status.NEGATIVE)

    monkeypatch.setattr(computing, "simulate", simulate)
    monkeypatch.setattr(computing.time, "thread_time", lambda: spent)
    monkeypatch.setattr(computing.time, "monotonic", lambda: 1e9)  # read by nobody here
    here = Computing(settings)
    server = server_of(here, lambda n: Scenario(days=10 + n))
    with server.test_request_context():
        found = [here.run(Scenario(days=10 + n)).status for n in range(4)]
    assert found == [Status.NEGATIVE, Status.NEGATIVE, Status.NO_TIME_LEFT, Status.NO_TIME_LEFT]
    with server.test_request_context():  # asked again, what was ready is remembered
        found = [here.run(Scenario(days=10 + n)).status for n in range(4)]
    assert found == [Status.NEGATIVE] * 4


def test_the_dearest_likely_range_does_not_wait_among_others(settings, monkeypatch):
    held, usual = Held(), preset("chemotherapy")
    monkeypatch.setattr(
        computing.likely_range,
        "band",
        lambda one, threads: held(one) if one.days == 1826 else band,
    )
    monkeypatch.setattr(computing.likely_range, "to_bytes", lambda found: b"band")
    band = object()
    server, here = flask.Flask("test"), Computing(settings)
    here.init_app(server)

    @server.get("/")
    def dearest() -> str:
        return str(here.band(dear()))

    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.test_client().get, "/")
        assert held.begun.acquire(timeout=PATIENCE)
        assert here.band(usual) is band
        held.go.set()
        assert asked.result(PATIENCE).status_code == 200
